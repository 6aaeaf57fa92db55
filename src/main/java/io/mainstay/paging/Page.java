package io.mainstay.paging;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// One page of a list.
///
/// @param data newest first
/// @param nextCursor opaque; null on the last page
public record Page<T>(List<T> data, @Nullable String nextCursor) {

    /// @param rows up to [PageRequest#fetch] rows as the query gave them
    /// @param keyset the place of a row in the list's order
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, Keyset> keyset) {
        if (rows.size() <= request.limit()) {
            return new Page<>(List.copyOf(rows), null);
        }
        var shown = List.copyOf(rows.subList(0, request.limit()));
        return new Page<>(shown, keyset.apply(shown.getLast()).encode());
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(data.stream().map(mapping).toList(), nextCursor);
    }

    /// The page with its `Link: <…>; rel="next"` (RFC 8288), whose address is the current request's with the next cursor.
    public ResponseEntity.BodyBuilder answer() {
        var answer = ResponseEntity.ok();
        if (nextCursor != null) {
            var next = ServletUriComponentsBuilder.fromCurrentRequest().replaceQueryParam("cursor", nextCursor)
                    .scheme(null).host(null).port(null).build().toUriString();
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer;
    }
}
