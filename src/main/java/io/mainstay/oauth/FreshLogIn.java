package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Recognizes a client that wants its person to show again who they are: `prompt=login`, or a `max_age` in seconds that
/// is over. What the client got it finds in the ID token's `auth_time`. Source: OpenID Connect Core, 3.1.2.1.
final class FreshLogIn {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final String PROMPT = "prompt";
    private static final String MAX_AGE = "max_age";
    private static final String LOGIN = "login";

    private FreshLogIn() {}

    /// Whether the one who is logged in has to show it again.
    ///
    /// @param confirmedAt when they last did
    static boolean isDue(HttpServletRequest request, @Nullable Instant confirmedAt, Instant now) {
        return isPrompted(request) || maxAge(request).filter(
                age -> confirmedAt == null || confirmedAt.plus(age).isBefore(now)).isPresent();
    }

    /// Whether being logged in may not be enough.
    static boolean isAsked(HttpServletRequest request) {
        return isPrompted(request) || maxAge(request).isPresent();
    }

    /// Whether the client wants its person to be asked again what they allowed before.
    static boolean isConsentPrompted(Map<String, Object> parameters) {
        return parameters.get(PROMPT) instanceof String prompt && Arrays.asList(prompt.split(" ")).contains("consent");
    }

    /// The request as it goes on after the log-in: it asks for no second one.
    ///
    /// @param query as it was sent
    static String once(String query) {
        return Arrays.stream(query.split("&")).filter(parameter -> !parameter.equals(MAX_AGE + "=0"))
                .map(FreshLogIn::withoutLogIn).filter(parameter -> !parameter.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String withoutLogIn(String parameter) {
        if (!parameter.startsWith(PROMPT + "=")) {
            return parameter;
        }
        var others = Arrays.stream(parameter.substring(PROMPT.length() + 1).split("%20|\\+"))
                .filter(value -> !value.equals(LOGIN)).collect(Collectors.joining("%20"));
        return others.isEmpty() ? "" : PROMPT + "=" + others;
    }

    private static boolean isPrompted(HttpServletRequest request) {
        var prompt = isOne(request) ? request.getParameter(PROMPT) : null;
        return prompt != null && Arrays.asList(prompt.split(" ")).contains(LOGIN);
    }

    private static Optional<Duration> maxAge(HttpServletRequest request) {
        return Optional.ofNullable(isOne(request) ? request.getParameter(MAX_AGE) : null)
                .filter(text -> SECONDS.matcher(text).matches()).map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static boolean isOne(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getRequestURI().equals(AuthorizationServerConfiguration.AUTHORIZE);
    }
}
