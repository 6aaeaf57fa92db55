package io.mainstay.providers;

/// Whoever moves money through providers implements it. Each is asked in turn, until one says that it's about its own.
public interface AnnouncementHandler {

    /// Records the news, in the caller's transaction, which also marks the announcement as processed. Must do nothing
    /// if it knows better already: announcements come twice, late, and in any order.
    ///
    /// @return whether it's about something of this one's
    /// @throws RuntimeException if it can't be recorded now; it's tried again later, and handed to a person at the end
    boolean learn(String provider, Announcement announcement);
}
