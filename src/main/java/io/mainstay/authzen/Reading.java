package io.mainstay.authzen;

import io.mainstay.authorization.OwnedThings;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.Resource;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.ids.InvalidId;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Understands the entities of the standard. What is missing is refused, what nobody knows is understood as such: it is
/// denied.
@Component
class Reading {

    static final String ACCOUNT = "account";
    static final String ORGANIZATION = "organization";
    static final String INSTALLATION = "installation";
    static final String INSTALLATION_ID = "mainstay";

    private static final int LONGEST = 200;

    private final Map<String, OwnedThings> kinds;

    Reading(List<OwnedThings> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toMap(OwnedThings::type, Function.identity()));
    }

    /// One read if it is about a thing that belongs to somebody.
    ///
    /// @param at where the evaluation is in the request, as a JSON Pointer
    /// @throws Refusal `malformed-request` if something is missing
    Question question(Entities.Evaluation evaluation, String at) {
        var subject = subject(evaluation.subject(), at);
        var action = action(evaluation.action(), at);
        var resource = resource(evaluation.resource(), at);
        return new Question(subject, action, resource, scopeOf(resource));
    }

    @Nullable
    AccountId subject(Entities.@Nullable Subject subject, String at) {
        var type = required(subject == null ? null : subject.type(), at + "/subject/type");
        var id = required(subject == null ? null : subject.id(), at + "/subject/id");
        return type.equals(ACCOUNT) ? known(id, AccountId::of) : null;
    }

    @Nullable
    Permission action(Entities.@Nullable Action action, String at) {
        return Permission.find(required(action == null ? null : action.name(), at + "/action/name")).orElse(null);
    }

    Resource resource(Entities.@Nullable Resource resource, String at) {
        var type = type(resource, at);
        var id = required(resource == null ? null : resource.id(), at + "/resource/id");
        var kind = kinds.get(type);
        if (kind != null) {
            return new Resource.Thing(kind.actions(), kind.ownerOf(id).orElse(null));
        }
        if (type.equals(INSTALLATION) && id.equals(INSTALLATION_ID)) {
            return new Resource.Whole(Scope.INSTALLATION);
        }
        var organization = type.equals(ORGANIZATION) ? known(id, OrganizationId::of) : null;
        return organization == null
                ? new Resource.Thing(Set.of(), null)
                : new Resource.Whole(Scope.of(organization));
    }

    String type(Entities.@Nullable Resource resource, String at) {
        return required(resource == null ? null : resource.type(), at + "/resource/type");
    }

    boolean isOwned(String type) {
        return kinds.containsKey(type);
    }

    static Scope scopeOf(Resource resource) {
        return switch (resource) {
            case Resource.Whole(var scope) -> scope;
            case Resource.Thing thing -> {
                var organization = thing.owner() == null ? null : thing.owner().organization();
                yield organization == null ? Scope.INSTALLATION : Scope.of(organization);
            }
        };
    }

    static Refusal malformed(String at, String detail) {
        return new Refusal(HttpProblems.MALFORMED_REQUEST, "The request is not as the standard wants it.",
                Map.of("errors", List.of(new Problems.Violation(at, detail))));
    }

    static String required(@Nullable String value, String at) {
        if (value == null || value.isBlank()) {
            throw malformed(at, "is required");
        }
        if (value.length() > LONGEST) {
            throw malformed(at, "must have up to " + LONGEST + " characters");
        }
        return value;
    }

    private static <T> @Nullable T known(String id, Function<String, T> reading) {
        try {
            return reading.apply(id);
        } catch (InvalidId _) {
            return null;
        }
    }
}
