package io.mainstay.providers;

/// Whoever moves money through providers implements it, once.
public interface AnnouncementHandler {

    /// Records the news, in the caller's transaction, which also marks the announcement as processed. Must do nothing
    /// if it knows better already: announcements come twice, late, and in any order.
    ///
    /// @throws RuntimeException if it can't be recorded now; it's tried again later, and handed to a person at the end
    void learn(String provider, Announcement announcement);
}
