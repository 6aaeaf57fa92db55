package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.http.Etag;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Answers those who administer roles and bindings, in the installation and in organizations alike. Each change is one
/// transaction of its own; a refused one is noted in the audit log.
@Service
public class RoleAdministration {

    private final CustomRoles roles;
    private final RoleBindings bindings;
    private final AuditLog audit;
    private final Idempotency idempotency;
    private final TransactionTemplate transaction;

    RoleAdministration(CustomRoles roles, RoleBindings bindings, AuditLog audit, Idempotency idempotency,
            TransactionTemplate transaction) {
        this.roles = roles;
        this.bindings = bindings;
        this.audit = audit;
        this.idempotency = idempotency;
        this.transaction = transaction;
    }

    /// All that can be granted in the scope: those of the system, then those of people's own by name. Not in pages: the
    /// settings bound them.
    public ResponseEntity<Page<RoleResponse>> list(Scope scope) {
        List<RoleResponse> all = Stream.concat(
                Arrays.stream(Role.values()).filter(role -> role.counts(scope)).map(RoleResponse::of),
                roles.in(scope).stream().map(RoleResponse::of)).toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Page<>(all, null));
    }

    public ResponseEntity<RoleResponse> read(Scope scope, RoleName name) {
        var known = name.known().filter(role -> role.counts(scope));
        return known.isPresent()
                ? ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(RoleResponse.of(known.get()))
                : answer(ResponseEntity.ok(), roles.read(scope, name));
    }

    public ResponseEntity<RoleResponse> create(Caller caller, IdempotentRequest key, Scope scope,
            RoleRequests.NewRole request) {
        return audit.watching(caller, "role.created", scope, () -> idempotency.once(key, () -> {
            var role = roles.create(caller, scope, request.name(), request.permissions());
            return answer(ResponseEntity.created(URI.create(scope.path() + "/roles/" + role.name())), role);
        }));
    }

    public ResponseEntity<RoleResponse> change(Caller caller, Scope scope, RoleName name, IfMatch seen,
            RoleRequests.RolePatch patch) {
        return audit.watching(caller, "role.changed", scope, () -> answer(ResponseEntity.ok(),
                transaction.execute(_ -> roles.change(caller, scope, name, seen, patch.permissions()))));
    }

    public void delete(Caller caller, Scope scope, RoleName name) {
        var _ = audit.watching(caller, "role.deleted", scope, () -> transaction.execute(_ -> {
            roles.delete(caller, scope, name);
            return name;
        }));
    }

    /// @param precondition what the account must be, asked in the same transaction under the lock of the scope; refuses
    ///     by throwing
    public ResponseEntity<RoleBinding> grant(Caller caller, IdempotentRequest key, Scope scope,
            RoleRequests.NewBinding request, Consumer<AccountId> precondition) {
        return audit.watching(caller, "binding.granted", scope, () -> idempotency.once(key, () -> {
            bindings.lock(scope);
            precondition.accept(request.accountId());
            var binding = bindings.grant(caller, scope, request.accountId(), request.role());
            return ResponseEntity.created(URI.create(scope.path() + "/role-bindings/" + binding.id()))
                    .cacheControl(CacheControl.noStore()).body(binding);
        }));
    }

    public void revoke(Caller caller, Scope scope, BindingId id) {
        var _ = audit.watching(caller, "binding.revoked", scope, () -> transaction.execute(_ -> {
            bindings.revoke(caller, scope, id);
            return id;
        }));
    }

    private static ResponseEntity<RoleResponse> answer(ResponseEntity.BodyBuilder answer, CustomRole role) {
        return answer.eTag(Etag.of(role.version())).cacheControl(CacheControl.noStore()).body(RoleResponse.of(role));
    }
}
