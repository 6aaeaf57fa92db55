package io.mainstay.http;

/// The strong entity tag of a version: `"7"`. Source: RFC 9110, 8.8.3.
public final class Etag {

    private Etag() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }
}
