package io.mainstay.http;

import io.mainstay.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/// What the servlet container refuses before any filter sees it, such as a request line that it can't read, as a problem
/// instead of a page. Made by Tomcat itself, so it has no dependencies.
public final class ProblemValve extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
        if (response.getStatus() < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var status = HttpStatusCode.valueOf(response.getStatus());
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getReporter().write(document(ProblemHandler.typeOf(status), status.value()));
            response.finishResponse();
        } catch (IOException | IllegalStateException _) {
            // the client has gone: nobody is left to tell
        }
    }

    /// All of it is ours, so nothing needs to be escaped.
    private static String document(ProblemType type, int status) {
        return """
                {"type":"%s","title":"%s","status":%d,"detail":"The request could not be read.","code":"%s"}"""
                .formatted(type.uri(), type.title(), status, type.code());
    }
}
