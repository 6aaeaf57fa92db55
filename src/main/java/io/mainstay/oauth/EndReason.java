package io.mainstay.oauth;

/// Why an authorization ended.
enum EndReason {

    /// Its owner wanted so.
    ACCOUNT("account"),
    /// The account's password was replaced.
    PASSWORD("password"),
    /// The client gave it back.
    CLIENT("client"),
    /// The account got too many others.
    LIMIT("limit"),
    /// A code was used again, so it is in two hands.
    CODE_REUSE("code-reuse"),
    /// A refresh token was used again, so it is in two hands.
    REFRESH_REUSE("refresh-reuse");

    private final String column;

    EndReason(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
