package io.mainstay.cardnumbers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds payment card numbers in text: 12 to 19 digits of a length and a beginning that card networks use, with a right
/// check digit, in one piece or in groups of three and more with spaces, dashes or underscores between them.
///
/// One in ten numbers has that check digit by chance, so other things that are known by their form are left alone: typed
/// ids, UUIDs, account numbers of banks (IBAN), numbers on goods (GTIN), telephone numbers that begin with `+`, and what
/// alternates between digits and letters, as secrets and hashes do. Sources: ISO/IEC 7812-1, ISO 13616, GS1.
final class CardNumbers {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 19;
    private static final int SHORTEST_GROUP = 3;
    private static final int SHOWN = 4;
    private static final Pattern OTHER_FORMS = Pattern.compile("""
            (?<![A-Za-z0-9])(?:\
            [a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}\
            |\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\
            |(?<iban>[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\
            )(?![A-Za-z0-9])""");
    private static final Pattern RUN = Pattern
            .compile("[0-9]+(?:[ _\\u00a0\\u2007\\u202f\\u2010-\\u2015-]{1,2}[0-9]+)*");
    private static final Pattern GROUP = Pattern.compile("[0-9]+");

    private CardNumbers() {}

    /// From the first digit to behind the last.
    private record Span(int begin, int end) {}

    static boolean in(String text) {
        return !spans(text).isEmpty();
    }

    /// The text with all digits of card numbers but the last four replaced by asterisks; as long as before.
    static String masked(String text) {
        var spans = spans(text);
        if (spans.isEmpty()) {
            return text;
        }
        var masked = new StringBuilder(text);
        for (var span : spans) {
            var shown = 0;
            for (var at = span.end - 1; at >= span.begin; at--) {
                if (isDigit(text.charAt(at)) && ++shown > SHOWN) {
                    masked.setCharAt(at, '*');
                }
            }
        }
        return masked.toString();
    }

    private static List<Span> spans(String text) {
        if (text.chars().filter(character -> character >= '0' && character <= '9').limit(SHORTEST).count() < SHORTEST) {
            return List.of();
        }
        var found = new ArrayList<Span>();
        var clean = withoutOtherForms(text);
        var run = RUN.matcher(clean);
        while (run.find()) {
            if (run.end() - run.start() >= SHORTEST) {
                addSpans(clean, run.start(), run.end(), found);
            }
        }
        return found;
    }

    private static String withoutOtherForms(String text) {
        return OTHER_FORMS.matcher(text).replaceAll(form -> {
            var iban = form.group("iban");
            return iban == null || isIban(iban) ? ".".repeat(form.end() - form.start()) : form.group();
        });
    }

    private static void addSpans(String text, int begin, int end, List<Span> found) {
        var groups = GROUP.matcher(text).region(begin, end).results().map(group -> new Span(group.start(), group.end()))
                .toList();
        for (var first = 0; first < groups.size(); first++) {
            var from = groups.get(first).begin;
            if (isGlued(text, from - 1, -1) || isTelephoneOrFraction(text, from)) {
                continue;
            }
            var digits = new StringBuilder();
            for (var last = first; last < groups.size() && digits.length() < LONGEST; last++) {
                var group = groups.get(last);
                if (group.end - group.begin < SHORTEST_GROUP) {
                    break;
                }
                digits.append(text, group.begin, group.end);
                if (isCardNumber(digits) && !isGlued(text, group.end, 1)) {
                    found.add(new Span(from, group.end));
                }
            }
        }
    }

    /// Whether letters that stand there belong to something with further digits in it.
    private static boolean isGlued(String text, int from, int step) {
        for (var at = from; at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at)); at += step) {
            if (isDigit(text.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTelephoneOrFraction(String text, int begin) {
        return begin > 0 && text.charAt(begin - 1) == '+'
                || begin > 1 && text.charAt(begin - 1) == '.' && isDigit(text.charAt(begin - 2));
    }

    private static boolean isCardNumber(CharSequence digits) {
        var first = digits.charAt(0);
        var exists = switch (digits.length()) {
            case 12, 13 -> first >= '4' && first <= '6';
            case 14 -> first == '3' || first == '5' || first == '6';
            case 15 -> first != '0';
            case 16, 17, 18, 19 -> first >= '2';
            default -> false;
        };
        return exists && hasLuhnDigit(digits) && !(digits.length() <= 14 && hasGtinDigit(digits));
    }

    private static boolean hasLuhnDigit(CharSequence digits) {
        var sum = 0;
        for (var position = 0; position < digits.length(); position++) {
            var digit = digits.charAt(digits.length() - 1 - position) - '0';
            var weighted = position % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    private static boolean hasGtinDigit(CharSequence digits) {
        var sum = 0;
        for (var position = 0; position < digits.length(); position++) {
            sum += (digits.charAt(digits.length() - 1 - position) - '0') * (position % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    private static boolean isIban(String text) {
        var iban = text.replace(" ", "");
        var remainder = 0;
        for (var position = 0; position < iban.length(); position++) {
            var value = Character.digit(iban.charAt((position + 4) % iban.length()), 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
