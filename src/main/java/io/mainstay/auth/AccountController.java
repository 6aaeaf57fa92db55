package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.http.Etag;
import io.mainstay.http.IfMatch;
import io.mainstay.http.Origin;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The caller's own account.
@RestController
@Tag(name = "Accounts")
class AccountController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final AccountStore accounts;
    private final Passwords passwords;
    private final CloseAccount closeAccount;
    private final BrowserSessions browsers;
    private final TransactionTemplate transaction;

    AccountController(AccountStore accounts, Passwords passwords, CloseAccount closeAccount, BrowserSessions browsers,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.closeAccount = closeAccount;
        this.browsers = browsers;
        this.transaction = transaction;
    }

    record AccountResponse(AccountId id, String email, String name, Instant createdAt) {

        @Override
        public String toString() {
            return "AccountResponse[id=" + id + "]";
        }
    }

    /// A merge patch (RFC 7396): what is absent stays. A name can't be removed, so `null` is refused.
    static final class AccountPatch {

        private @Nullable DisplayName name;

        /// Only called for a member that is present; a record's constructor couldn't tell that from `null`.
        @JsonSetter(nulls = Nulls.FAIL)
        void setName(DisplayName name) {
            this.name = name;
        }
    }

    @ForCallerThemselves
    @Operation(summary = "One's own account")
    @GetMapping("/v1/account")
    ResponseEntity<AccountResponse> show(Caller caller) {
        return answer(accounts.find(caller.account()).orElseThrow(Credentials::gone));
    }

    @ForCallerThemselves
    @Operation(summary = "Change one's own account", description = "A JSON Merge Patch of name; If-Match is required.")
    @PatchMapping(path = "/v1/account", consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    ResponseEntity<AccountResponse> change(Caller caller, IfMatch seen, @RequestBody AccountPatch patch) {
        return answer(transaction.execute(_ -> {
            var account = accounts.findForUpdate(caller.account()).orElseThrow(Credentials::gone);
            seen.require(account.version());
            return patch.name == null ? account : accounts.rename(account.id(), patch.name);
        }));
    }

    record PasswordChange(@NotNull Password currentPassword, @NotNull Password newPassword) {}

    /// Takes no Idempotency-Key, which would keep a fingerprint of passwords; a repetition is refused as
    /// `wrong-password`.
    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Changed; one's other sessions have ended.")
    @ApiResponse(responseCode = "422", description = "`wrong-password`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`: wait for Retry-After")
    @Operation(summary = "Change one's password", description = "Logs out everywhere else. The commonest passwords are refused.")
    @PostMapping("/v1/account/change-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(Caller caller, HttpServletRequest http, @Valid @RequestBody PasswordChange change) {
        passwords.change(caller.account(), SessionId.of(http), change, Origin.of(http));
    }

    record Closing(@NotNull Password currentPassword) {}

    /// Takes no Idempotency-Key, which would keep a fingerprint of a password; a repetition is a 401.
    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Closed for good; all sessions have ended.")
    @ApiResponse(responseCode = "409", description = "`order-not-cancellable`: a payment has no outcome yet")
    @ApiResponse(responseCode = "422", description = "`wrong-password`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`: wait for Retry-After")
    @Operation(summary = "Close one's account", description = "Erases what it tells of its person. Unpaid orders are cancelled; paid ones are kept and carried out, and so are payments and the ledger. The address can be registered again, as a new account.")
    @PostMapping("/v1/account/close")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void close(Caller caller, @Valid @RequestBody Closing closing, HttpServletRequest http,
            HttpServletResponse response) {
        closeAccount.close(caller.account(), closing.currentPassword(), Origin.of(http));
        browsers.forget(http, response);
    }

    private static ResponseEntity<AccountResponse> answer(Account account) {
        return ResponseEntity.ok().eTag(Etag.of(account.version())).cacheControl(CacheControl.noStore())
                .body(new AccountResponse(account.id(), account.email(), account.name(), account.createdAt()));
    }
}
