package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/// A request's parameters, of its address and of its form, which other requests of ours don't have. Each comes once,
/// except for the scopes that a consent page sends one by one; none has control characters. Source: RFC 6749, 3.1.
final class OAuthParameters extends HttpServletRequestWrapper {

    private static final int MOST = 200;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 8000;

    private final Map<String, String[]> parameters;

    private OAuthParameters(HttpServletRequest request, Map<String, String[]> parameters) {
        super(request);
        this.parameters = parameters;
    }

    /// @throws OAuth2AuthenticationException `invalid_request`
    static OAuthParameters of(HttpServletRequest request, byte[] body) {
        var values = new LinkedHashMap<String, List<String>>();
        try {
            request.getParameterMap().forEach((name, all) -> List.of(all).forEach(value -> put(values, name, value)));
            if (body.length > 0 && isForm(request.getContentType())) {
                for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
                    var parts = pair.split("=", 2);
                    put(values, decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
                }
            }
        } catch (IllegalArgumentException | IllegalStateException broken) {
            throw unreadable("The parameters cannot be read.");
        }
        var parameters = new LinkedHashMap<String, String[]>();
        values.forEach((name, all) -> {
            if (all.size() > 1 && !name.equals(OAuth2ParameterNames.SCOPE)) {
                throw unreadable("A parameter may come once.");
            }
            parameters.put(name, all.toArray(String[]::new));
        });
        return new OAuthParameters(request, Collections.unmodifiableMap(parameters));
    }

    private static void put(Map<String, List<String>> values, String name, String value) {
        if (name.isEmpty()) {
            return;
        }
        if (values.size() >= MOST || name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
            throw unreadable("There are too many parameters, or too long ones.");
        }
        if (value.chars().anyMatch(Character::isISOControl) || name.chars().anyMatch(Character::isISOControl)) {
            throw unreadable("Control characters are never accepted.");
        }
        var all = values.computeIfAbsent(name, _ -> new ArrayList<>());
        if (all.size() >= MOST) {
            throw unreadable("There are too many parameters, or too long ones.");
        }
        all.add(value);
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && MediaType.APPLICATION_FORM_URLENCODED.includes(MediaType
                .parseMediaType(contentType));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static OAuth2AuthenticationException unreadable(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null));
    }

    @Override
    public @Nullable String getParameter(String name) {
        var values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parameters.get(name);
    }
}
