package io.mainstay.authzen;

import io.mainstay.authorization.Authorization;
import io.mainstay.authorization.Context;
import io.mainstay.authorization.HolderSearch;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.Resource;
import io.mainstay.authorization.Role;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Searches as far as there is an end to them: not for what everybody may do, and not among things that have lists of
/// their own.
@Service
class Searches {

    private final Authorization authorization;
    private final HolderSearch holders;
    private final Evaluator evaluator;
    private final Reading reading;
    private final AuthzenSettings settings;

    Searches(Authorization authorization, HolderSearch holders, Evaluator evaluator, Reading reading,
            AuthzenSettings settings) {
        this.authorization = authorization;
        this.holders = holders;
        this.evaluator = evaluator;
        this.reading = reading;
        this.settings = settings;
    }

    Entities.Results<Entities.Subject> subjects(Caller caller, Entities.Search request) {
        var type = Reading.required(request.subject() == null ? null : request.subject().type(), "/subject/type");
        var action = reading.action(request.action(), "");
        var resource = reading.resource(request.resource(), "");
        var scope = Reading.scopeOf(resource);
        evaluator.requireAsking(caller, null, scope);
        var after = PageToken.read(request.page(), type, request.action(), request.resource());
        if (action == null || !type.equals(Reading.ACCOUNT)) {
            return results(List.of(), "");
        }
        var limit = limitOf(request);
        var found = subjects(action, resource, after == null ? null : new AccountId(after), limit + 1);
        return page(found, limit, AccountId::value,
                last -> PageToken.of(last, type, request.action(), request.resource()),
                account -> new Entities.Subject(Reading.ACCOUNT, account.toString(), null));
    }

    private List<AccountId> subjects(Permission action, Resource resource, @Nullable AccountId after, int limit) {
        return switch (resource) {
            case Resource.Whole(var scope) -> {
                if (scope.isInstallation() && Role.CUSTOMER.includes(action)) {
                    throw Reading.malformed("/action/name", "is permitted to everybody, which can't be listed");
                }
                yield holders.holdersOf(action, scope, after, limit);
            }
            case Resource.Thing thing -> {
                var owner = thing.owner();
                if (owner == null || !thing.actions().contains(action)) {
                    yield List.of();
                }
                var organization = owner.organization();
                var members = organization == null
                        ? Stream.<AccountId>empty()
                        : holders.holdersOf(action, Scope.of(organization), after, limit).stream();
                var deliberation = authorization.deliberate();
                var maker = Stream.of(owner.account()).filter(account -> after == null || isAfter(account, after))
                        .filter(account -> deliberation.decide(account, action, resource,
                                Context.UNLIMITED).isPermitted());
                yield Stream.concat(members, maker).distinct().sorted(Searches::order).limit(limit).toList();
            }
        };
    }

    Entities.Results<Entities.Resource> resources(Caller caller, Entities.Search request) {
        var subject = reading.subject(request.subject(), "");
        var action = reading.action(request.action(), "");
        var type = reading.type(request.resource(), "");
        evaluator.requireAsking(caller, subject, Scope.INSTALLATION);
        if (reading.isOwned(type)) {
            throw Reading.malformed("/resource/type", "can't be searched; it has a list of its own below /v1");
        }
        var after = PageToken.read(request.page(), request.subject(), request.action(), type);
        if (subject == null || action == null) {
            return results(List.of(), "");
        }
        var context = Evaluator.contextOf(caller, subject);
        var everywhere = authorization.decide(subject, action, new Resource.Whole(Scope.INSTALLATION), context);
        if (type.equals(Reading.INSTALLATION)) {
            return results(everywhere.isPermitted()
                    ? List.of(new Entities.Resource(type, Reading.INSTALLATION_ID, null))
                    : List.of(), "");
        }
        if (!type.equals(Reading.ORGANIZATION) || !context.covers(action)) {
            return results(List.of(), "");
        }
        if (action.isOversight() && everywhere.isPermitted()) {
            throw Reading.malformed("/action/name", "is permitted in every organization, which can't be listed");
        }
        var limit = limitOf(request);
        var found = holders.organizationsOf(subject, action, after == null ? null : new OrganizationId(after),
                limit + 1);
        return page(found, limit, OrganizationId::value,
                last -> PageToken.of(last, request.subject(), request.action(), type),
                organization -> new Entities.Resource(type, organization.toString(), null));
    }

    Entities.Results<Entities.Action> actions(Caller caller, Entities.Search request) {
        var subject = reading.subject(request.subject(), "");
        var resource = reading.resource(request.resource(), "");
        evaluator.requireAsking(caller, subject, Reading.scopeOf(resource));
        var found = subject == null
                ? List.<Entities.Action>of()
                : authorization.deliberate().actions(subject, resource, Evaluator.contextOf(caller, subject)).stream()
                        .map(action -> new Entities.Action(action.toString(), null)).toList();
        return results(found, "");
    }

    private int limitOf(Entities.Search request) {
        var wanted = request.page() == null ? null : request.page().limit();
        if (wanted != null && wanted < 1) {
            throw Reading.malformed("/page/limit", "must be at least 1");
        }
        return wanted == null ? settings.maxResults() : Math.min(wanted, settings.maxResults());
    }

    private static <T, R> Entities.Results<R> page(List<T> found, int limit, Function<T, UUID> id,
            Function<UUID, String> token, Function<T, R> entity) {
        var shown = found.subList(0, Math.min(limit, found.size()));
        var next = found.size() > limit ? token.apply(id.apply(shown.getLast())) : "";
        return results(shown.stream().map(entity).toList(), next);
    }

    private static <R> Entities.Results<R> results(List<R> results, String next) {
        return new Entities.Results<>(new Entities.Page(next, results.size()), results);
    }

    /// As PostgreSQL orders them: byte by byte, which Java's own order of UUIDs isn't.
    private static int order(AccountId one, AccountId other) {
        var high = Long.compareUnsigned(one.value().getMostSignificantBits(), other.value().getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(one.value().getLeastSignificantBits(), other.value().getLeastSignificantBits());
    }

    private static boolean isAfter(AccountId account, AccountId after) {
        return order(account, after) > 0;
    }
}
