package io.mainstay.idempotency;

import io.mainstay.caller.Caller;
import io.mainstay.http.BoundedBody;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Gives controller methods their [IdempotentRequest].
@Component
class IdempotentRequestArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern QUOTED = Pattern.compile("\"([\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]{1,255})\"");

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotentRequest.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        var http = (HttpServletRequest) request.getNativeRequest();
        var principal = Caller.of(http).map(caller -> caller.account().value())
                .orElseThrow(() -> new Refusal(HttpProblems.UNAUTHENTICATED, "An access token is required."));
        return new IdempotentRequest(principal, key(http), fingerprint(http), http.getRequestURI());
    }

    private static String key(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders(HEADER));
        if (headers.isEmpty()) {
            throw new Refusal(IdempotencyProblems.KEY_REQUIRED, "Send an Idempotency-Key of your own making.");
        }
        if (headers.size() > 1) {
            throw new Refusal(IdempotencyProblems.KEY_INVALID, "Send one Idempotency-Key.");
        }
        var header = headers.getFirst();
        var quoted = QUOTED.matcher(header);
        if (quoted.matches()) {
            return quoted.group(1);
        }
        if (!BARE.matcher(header).matches()) {
            throw new Refusal(IdempotencyProblems.KEY_INVALID, "A key has 1 to 255 printable ASCII characters.");
        }
        return header;
    }

    private static String fingerprint(HttpServletRequest request) {
        var digest = sha256();
        var query = request.getQueryString();
        digest.update((request.getMethod() + "\n" + request.getRequestURI() + (query == null ? "" : "?" + query) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(BoundedBody.of(request)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }
}
