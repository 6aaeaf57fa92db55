package io.mainstay.ids;

/// A text is not the identifier of such a thing. The message is fit for clients and does not repeat the text.
public final class InvalidId extends IllegalArgumentException {

    InvalidId(String prefix) {
        super("must be an id that begins with " + prefix + "_");
    }
}
