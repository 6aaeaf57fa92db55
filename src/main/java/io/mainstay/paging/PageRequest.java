package io.mainstay.paging;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import org.jspecify.annotations.Nullable;

/// Which page of a list a client asks for; bound from `limit` and `cursor`.
///
/// @param after the row before the page's first
/// @param limit rows of the page, 1 to 100
public record PageRequest(Keyset after, int limit) {

    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    /// @throws Refusal `malformed-request` if the limit is out of range or the cursor is none of ours
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        var rows = limit == null ? DEFAULT_LIMIT : limit;
        if (rows < 1 || rows > MAX_LIMIT) {
            throw new Refusal(HttpProblems.MALFORMED_REQUEST, "limit must be 1 to " + MAX_LIMIT + ".");
        }
        return new PageRequest(cursor == null ? Keyset.START : Keyset.decode(cursor), rows);
    }

    /// What a query has to fetch: one row more than the page shows, to know whether there is a next one.
    public int fetch() {
        return limit + 1;
    }
}
