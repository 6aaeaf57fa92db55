package io.mainstay.reference;

import io.mainstay.caller.Caller;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.IdempotentRequest;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The frame of the OpenAPI document; [OperationReference] fills in what each operation shares with others.
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static final String BEARER = "accessToken";
    static final String PROBLEM = "Problem";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, IdempotentRequest.class, IfMatch.class);
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info().title("Mainstay").version("v1").license(new License().name("Apache-2.0"))
                        .description("Orders and payments. Conventions: docs/reference/api.md; every problem: "
                                + "docs/reference/problems.md."))
                .servers(List.of(new Server().url("/").description("this server")))
                .components(new Components().addSchemas(PROBLEM, problem()).addSecuritySchemes(BEARER,
                        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT")));
    }

    /// Paths and schemas in one order, so that the committed document changes only when the API does.
    @Bean
    GlobalOpenApiCustomizer stableOrder() {
        return api -> {
            var paths = new io.swagger.v3.oas.models.Paths();
            new java.util.TreeMap<>(api.getPaths()).forEach(paths::addPathItem);
            api.setPaths(paths);
            api.getComponents().setSchemas(new java.util.TreeMap<>(api.getComponents().getSchemas()));
            api.setTags(null);
        };
    }

    @Bean
    ModelConverter recordSchemas() {
        return new RecordSchemas();
    }

    /// RFC 9457, with the members that every problem of ours has.
    private static Schema<?> problem() {
        var violation = new ObjectSchema().addProperty("pointer", new StringSchema().example("/lines/0/quantity"))
                .addProperty("detail", new StringSchema().example("must be greater than or equal to 1"));
        var problem = new ObjectSchema();
        problem.description("A problem document (RFC 9457).")
                .addProperty("type", new StringSchema().format("uri").example("urn:mainstay:problem:out-of-stock"))
                .addProperty("title", new StringSchema()).addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .addProperty("code", new StringSchema().description("stable").example("out-of-stock"))
                .addProperty("requestId", new StringSchema())
                .addProperty("errors", new ArraySchema().items(violation).description("for invalid input"));
        problem.setRequired(List.of("type", "title", "status", "code"));
        return problem;
    }
}
