package io.mainstay.http;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.ValueInstantiationException;

/// Turns whatever leaves a controller into a problem document. Nothing of an unexpected error but the request's id
/// reaches the client.
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String RETRY_SECONDS = "2";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refusal refusal, HttpServletRequest request) {
        var problem = Problems.of(refusal);
        return respond(problem, request, new HttpHeaders());
    }

    /// The database or the pool did not answer in time, or the transaction lost a race too often: safe to repeat.
    @ExceptionHandler({TransactionException.class, DataAccessResourceFailureException.class,
            TransientDataAccessException.class, ConcurrencyFailureException.class})
    ResponseEntity<ProblemDetail> unavailable(Exception cause, HttpServletRequest request) {
        log.atWarn().addKeyValue("cause", rootOf(cause).toString()).log("A request could not be served for now");
        return respond(Problems.of(HttpProblems.UNAVAILABLE, "A part this needs does not answer in time."), request,
                new HttpHeaders());
    }

    /// A wait for a lock that took too long, which the translation of SQL states doesn't know, is one of these too.
    @ExceptionHandler
    ResponseEntity<ProblemDetail> uncategorized(UncategorizedSQLException cause, HttpServletRequest request) {
        var state = cause.getSQLException() == null ? null : cause.getSQLException().getSQLState();
        return LOCK_NOT_AVAILABLE.equals(state) ? unavailable(cause, request) : unexpected(cause, request);
    }

    /// Parameters that the servlet container can't read: broken percent-encoding, or too many of them.
    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadableParameters(InvalidParameterException cause, HttpServletRequest request) {
        return respond(Problems.of(HttpProblems.MALFORMED_REQUEST, "The parameters cannot be read."), request,
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception cause, HttpServletRequest request) {
        log.error("Unexpected error", cause);
        return respond(Problems.of(HttpProblems.INTERNAL_ERROR, "The requestId identifies what happened."), request,
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongParameter(MethodArgumentTypeMismatchException mismatch,
            HttpServletRequest request) {
        // an id that cannot exist is answered like one that does not
        var problem = mismatch.getParameter().hasParameterAnnotation(PathVariable.class)
                ? Problems.of(HttpProblems.NOT_FOUND, "There is nothing at this address.")
                : Problems.of(HttpProblems.MALFORMED_REQUEST, "A parameter has the wrong type.",
                        List.of(new Problems.Violation("#" + mismatch.getName(), "has the wrong type")));
        return respond(problem, request, new HttpHeaders());
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException unreadable,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = switch (unreadable.getCause()) {
            // one of our own value types said no, in words made for clients
            case ValueInstantiationException invalid when invalid
                    .getCause() instanceof IllegalArgumentException reason ->
                Problems.of(
                        HttpProblems.VALIDATION_FAILED, "A value is invalid.",
                        List.of(new Problems.Violation(pointer(invalid), String.valueOf(reason.getMessage()))));
            case JacksonException broken when !pointer(broken).isEmpty() -> Problems.of(HttpProblems.MALFORMED_REQUEST,
                    "A member is unknown, missing or of the wrong type.",
                    List.of(new Problems.Violation(pointer(broken), "is unknown, missing or of the wrong type")));
            case null, default -> Problems.of(HttpProblems.MALFORMED_REQUEST, "The body is missing or not JSON.");
        };
        return respond(problem, request, headers);
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException invalid,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var errors = invalid.getBindingResult().getFieldErrors().stream()
                .map(error -> new Problems.Violation(pointer(error.getField()),
                        String.valueOf(error.getDefaultMessage())))
                .toList();
        return respond(Problems.of(HttpProblems.VALIDATION_FAILED, "Some values are invalid.", errors), request,
                headers);
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(HandlerMethodValidationException invalid,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var errors = invalid.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new Problems.Violation("#" + result.getMethodParameter().getParameterName(),
                                String.valueOf(error.getDefaultMessage()))))
                .toList();
        return respond(Problems.of(HttpProblems.VALIDATION_FAILED, "Some parameters are invalid.", errors), request,
                headers);
    }

    /// Everything else that the framework raises, by its status.
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception cause, @Nullable Object body,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(Problems.of(typeOf(status), detailOf(status)), request, headers);
    }

    static ProblemType typeOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> HttpProblems.UNAUTHENTICATED;
            case 403 -> HttpProblems.FORBIDDEN;
            case 404 -> HttpProblems.NOT_FOUND;
            case 405 -> HttpProblems.METHOD_NOT_ALLOWED;
            case 406 -> HttpProblems.NOT_ACCEPTABLE;
            case 413 -> HttpProblems.CONTENT_TOO_LARGE;
            case 415 -> HttpProblems.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> HttpProblems.UNAVAILABLE;
            default -> status.is5xxServerError() ? HttpProblems.INTERNAL_ERROR : HttpProblems.MALFORMED_REQUEST;
        };
    }

    static String detailOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not know the method; Allow lists those it does.";
            case 415 -> "The body must be application/json.";
            default -> "See title.";
        };
    }

    private static Throwable rootOf(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String pointer(JacksonException cause) {
        var pointer = new StringBuilder();
        for (var step : cause.getPath()) {
            pointer.append('/').append(step.getPropertyName() == null
                    ? String.valueOf(step.getIndex())
                    : step.getPropertyName().replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /// `lines[0].quantity` as `/lines/0/quantity`.
    private static String pointer(String field) {
        return "/" + field.replace("].", "/").replace('[', '/').replace("]", "").replace('.', '/');
    }

    private static ResponseEntity<Object> respond(ProblemDetail problem, WebRequest request, HttpHeaders headers) {
        var answer = respond(problem, ((ServletWebRequest) request).getRequest(), headers);
        return ResponseEntity.status(answer.getStatusCode()).headers(answer.getHeaders()).body(answer.getBody());
    }

    private static ResponseEntity<ProblemDetail> respond(ProblemDetail problem, HttpServletRequest request,
            HttpHeaders headers) {
        ProblemWriter.instanceOf(request).ifPresent(problem::setInstance);
        // named, since looking for what Accept would like fails where Accept is what is wrong
        var answer = ResponseEntity.status(problem.getStatus()).headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON).header(HttpHeaders.CACHE_CONTROL, "no-store");
        var members = problem.getProperties();
        if (members != null && members.get(Refusal.RETRY_AFTER_SECONDS) instanceof Integer seconds) {
            answer.header(HttpHeaders.RETRY_AFTER, seconds.toString());
        } else if (problem.getStatus() == HttpProblems.UNAVAILABLE.status().value()) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (members != null && members.get(Refusal.MAX_AGE_SECONDS) instanceof Integer seconds) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE,
                    "Bearer error=\"insufficient_user_authentication\", max_age=\"" + seconds + "\"");
        } else if (problem.getStatus() == HttpProblems.UNAUTHENTICATED.status().value()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.body(problem);
    }
}
