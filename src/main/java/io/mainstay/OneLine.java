package io.mainstay;

/// A text as one line: what an operator reads in a log of lines.
final class OneLine {

    private OneLine() {}

    static String of(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
