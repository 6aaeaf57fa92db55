package io.mainstay.http;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Arrays;

/// The version that a client saw before it changes something; a controller method takes it as a parameter, which makes
/// `If-Match` required (428). Source: RFC 9110, 13.1.1.
///
/// @param value the header as it came: `*` or a list of entity tags
public record IfMatch(String value) {

    /// @throws Refusal `precondition-failed` if the thing is at another version now
    public void require(long version) {
        var current = Etag.of(version);
        if (!value.equals("*") && Arrays.stream(value.split(",")).map(String::strip).noneMatch(current::equals)) {
            throw new Refusal(HttpProblems.PRECONDITION_FAILED, "Its current version is " + current + ".");
        }
    }
}
