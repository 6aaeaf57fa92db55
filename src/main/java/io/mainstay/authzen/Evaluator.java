package io.mainstay.authzen;

import io.mainstay.authorization.Authorization;
import io.mainstay.authorization.Context;
import io.mainstay.authorization.Decision;
import io.mainstay.authorization.Deliberation;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.Resource;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Asks [Authorization] on behalf of a caller who may ask about themselves, and about others with a permission.
@Service
class Evaluator {

    private static final String UNKNOWN_SUBJECT = "unknown-subject";
    private static final String UNKNOWN_ACTION = "unknown-action";

    private final Authorization authorization;
    private final Reading reading;
    private final AuthzenSettings settings;

    Evaluator(Authorization authorization, Reading reading, AuthzenSettings settings) {
        this.authorization = authorization;
        this.reading = reading;
        this.settings = settings;
    }

    private enum Semantic {
        EXECUTE_ALL, DENY_ON_FIRST_DENY, PERMIT_ON_FIRST_PERMIT;

        static Semantic of(Entities.@Nullable Options options) {
            var name = options == null ? null : options.evaluationsSemantic();
            return switch (name) {
                case null -> EXECUTE_ALL;
                case "execute_all" -> EXECUTE_ALL;
                case "deny_on_first_deny" -> DENY_ON_FIRST_DENY;
                case "permit_on_first_permit" -> PERMIT_ON_FIRST_PERMIT;
                case String _ -> throw Reading.malformed("/options/evaluations_semantic",
                        "must be execute_all, deny_on_first_deny or permit_on_first_permit");
            };
        }

        boolean endsWith(boolean decision) {
            return switch (this) {
                case EXECUTE_ALL -> false;
                case DENY_ON_FIRST_DENY -> !decision;
                case PERMIT_ON_FIRST_PERMIT -> decision;
            };
        }
    }

    /// @throws Refusal `forbidden` if it is about somebody else and the caller may not ask that
    Entities.Answer evaluate(Caller caller, Entities.Evaluation evaluation) {
        var question = reading.question(evaluation, "");
        var deliberation = authorization.deliberate();
        requireAsking(deliberation, caller, question.subject(), question.scope());
        return answer(deliberation, caller, question);
    }

    /// In their order. What the caller may not ask is denied with an error of its own.
    List<Entities.Answer> evaluate(Caller caller, Entities.Evaluations request, List<Entities.Evaluation> evaluations) {
        if (evaluations.size() > settings.maxEvaluations()) {
            throw Reading.malformed("/evaluations", "must be up to " + settings.maxEvaluations());
        }
        var semantic = Semantic.of(request.options());
        var questions = new ArrayList<Question>();
        for (var evaluation : evaluations) {
            questions.add(reading.question(evaluation.orElse(request.defaults()),
                    "/evaluations/" + questions.size()));
        }
        var answers = new ArrayList<Entities.Answer>();
        var deliberation = authorization.deliberate();
        for (var question : questions) {
            var answer = mayAsk(deliberation, caller, question.subject(), question.scope())
                    ? answer(deliberation, caller, question)
                    : new Entities.Answer(false,
                            Map.of("error", Map.of("status", HttpProblems.FORBIDDEN.status().value(),
                                    "message", "You may not ask this about others.")));
            answers.add(answer);
            if (semantic.endsWith(answer.decision())) {
                break;
            }
        }
        return answers;
    }

    /// @throws Refusal `forbidden`
    void requireAsking(Caller caller, @Nullable AccountId subject, Scope scope) {
        requireAsking(authorization.deliberate(), caller, subject, scope);
    }

    private static void requireAsking(Deliberation deliberation, Caller caller, @Nullable AccountId subject,
            Scope scope) {
        if (!mayAsk(deliberation, caller, subject, scope)) {
            throw new Refusal(HttpProblems.FORBIDDEN,
                    "Asking about others needs the permission " + Permission.ACCESS_EVALUATE + ".");
        }
    }

    /// What the subject's credential is limited to: the caller's own is known, others' are taken to be unlimited.
    static Context contextOf(Caller caller, AccountId subject) {
        return subject.equals(caller.account()) ? Context.of(caller) : Context.UNLIMITED;
    }

    private static boolean mayAsk(Deliberation deliberation, Caller caller, @Nullable AccountId subject, Scope scope) {
        return caller.account().equals(subject) || permits(deliberation, caller, Permission.ACCESS_EVALUATE, scope);
    }

    private static boolean mayKnow(Deliberation deliberation, Caller caller, Question question) {
        return caller.account().equals(question.subject())
                || permits(deliberation, caller, Permission.ACCESS_EXPLAIN, question.scope());
    }

    private static boolean permits(Deliberation deliberation, Caller caller, Permission permission, Scope scope) {
        return deliberation.decide(caller.account(), permission, new Resource.Whole(scope), Context.of(caller))
                .isPermitted();
    }

    private static Entities.Answer answer(Deliberation deliberation, Caller caller, Question question) {
        var subject = question.subject();
        var action = question.action();
        var mayKnow = mayKnow(deliberation, caller, question);
        if (subject == null || action == null) {
            var reason = subject == null ? UNKNOWN_SUBJECT : UNKNOWN_ACTION;
            return new Entities.Answer(false, mayKnow ? Map.of("reason", reason) : null);
        }
        var decision = deliberation.decide(subject, action, question.resource(), contextOf(caller, subject));
        return new Entities.Answer(decision.isPermitted(), mayKnow ? why(decision) : null);
    }

    private static Map<String, Object> why(Decision decision) {
        var why = new LinkedHashMap<String, Object>();
        why.put("reason", decision.because().toString());
        why.put("trail", decision.trail().stream().map(Evaluator::described).toList());
        return why;
    }

    private static Map<String, String> described(Decision.Step step) {
        var what = step.what();
        return what == null
                ? Map.of("reason", step.reason().toString())
                : Map.of("reason", step.reason().toString(), "what", what);
    }
}
