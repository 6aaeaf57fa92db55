package io.mainstay.http;

import io.mainstay.problem.HttpProblems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Reads each request's body once, up to the limit, and keeps the bytes: an idempotency key is bound to them.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public class BoundedBody extends OncePerRequestFilter {

    private static final String ATTRIBUTE = BoundedBody.class.getName();
    private static final byte[] NONE = {};
    private static final MediaType CSV = MediaType.parseMediaType("text/csv");

    private final int maxBodyBytes;
    private final int maxUploadBytes;
    private final ProblemWriter problems;

    BoundedBody(HttpSettings settings, ProblemWriter problems) {
        this.maxBodyBytes = settings.maxBodyBytes();
        this.maxUploadBytes = settings.maxUploadBytes();
        this.problems = problems;
    }

    /// The bytes of the request's body as they came; empty where there were none.
    public static byte[] of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof byte[] bytes ? bytes : NONE;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isReadable(request.getContentType())) {
            problems.write(request, response, HttpProblems.UNSUPPORTED_MEDIA_TYPE, "The content type cannot be read.");
            return;
        }
        var maxBytes = isFile(request.getContentType()) ? maxUploadBytes : maxBodyBytes;
        var length = request.getContentLengthLong();
        if (length == 0 || length < 0 && request.getHeader("Transfer-Encoding") == null) {
            chain.doFilter(request, response);
            return;
        }
        var bytes = length > maxBytes ? null : request.getInputStream().readNBytes(maxBytes + 1);
        if (bytes == null || bytes.length > maxBytes) {
            problems.write(request, response, HttpProblems.CONTENT_TOO_LARGE,
                    "A body may have up to " + maxBytes + " bytes.");
            return;
        }
        request.setAttribute(ATTRIBUTE, bytes);
        chain.doFilter(new Replayable(request, bytes), response);
    }

    private static boolean isReadable(@Nullable String contentType) {
        try {
            return contentType == null || MediaType.parseMediaType(contentType).isConcrete();
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private static boolean isFile(@Nullable String contentType) {
        return contentType != null && MediaType.parseMediaType(contentType).isCompatibleWith(CSV);
    }

    private static final class Replayable extends HttpServletRequestWrapper {

        private final byte[] bytes;

        Replayable(HttpServletRequest request, byte[] bytes) {
            super(request);
            this.bytes = bytes;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Bytes(new ByteArrayInputStream(bytes));
        }
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Bytes(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is in memory and is read at once");
        }
    }
}
