package io.mainstay.auth;

/// Where and how to address the person behind an account. Personal data: never in a log.
///
/// @param email trimmed and in lower case
/// @param name 1 to 100 characters without line breaks
public record Contact(String email, String name) {

    @Override
    public String toString() {
        return "Contact[…]";
    }
}
