package io.mainstay.http;

/// The strong entity tag of a version: `"7"`. Source: RFC 9110, 8.8.3.
public final class Etag {

    private Etag() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /// Of a representation that is made of two versioned things: `"7-2"`.
    public static String of(long version, long other) {
        return "\"" + version + "-" + other + "\"";
    }
}
