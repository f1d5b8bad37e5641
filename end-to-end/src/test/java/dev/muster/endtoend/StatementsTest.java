package dev.muster.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the other tests ask roles, calls and rules with can say no. */
class StatementsTest {
    private static final String RUN =
            """
            [{"Sid": "Start", "Effect": "Allow", "Action": ["ecs:RunTask"],
              "Resource": "arn:aws:ecs:r:1:task-definition/muster-drill:*",
              "Condition": {"ArnEquals": {"ecs:cluster": "arn:aws:ecs:r:1:cluster/muster"}}},
             {"Sid": "Put", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/records/*/result.json"}]
            """;
    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=me/20260101/r/s3/aws4_request, Signature=0";
    private static final Map<String, String> OURS =
            Map.of("ecs:cluster", "arn:aws:ecs:r:1:cluster/muster");

    @Test
    void onlyTheFamilyOnTheClusterIsAllowed() {
        Statements role = Statements.of(json(RUN));
        assertThat(role.allow(run("muster-drill:7", OURS))).isTrue();
        assertThat(role.allow(run("muster-drill-of-others:7", OURS))).isFalse();
        assertThat(role.allow(run("muster-drill:7", Map.of()))).isFalse();
        assertThat(
                        role.allow(
                                run(
                                        "muster-drill:7",
                                        Map.of("ecs:cluster", "arn:aws:ecs:r:1:cluster/other"))))
                .isFalse();
    }

    @Test
    void actionsAndObjectsThatAreNotNamedAreRefused() {
        Statements role = Statements.of(json(RUN));
        assertThat(
                        role.allow(
                                AwsCall.of(
                                        "t",
                                        "s3:PutObject",
                                        "arn:aws:s3:::b/records/shop/1/result.json")))
                .isTrue();
        assertThat(
                        role.allow(
                                AwsCall.of(
                                        "t",
                                        "s3:PutObject",
                                        "arn:aws:s3:::b/records/shop/1/report.html")))
                .isFalse();
        assertThat(
                        role.allow(
                                AwsCall.of(
                                        "t",
                                        "s3:PutObject",
                                        "arn:aws:s3:::c/records/shop/1/result.json")))
                .isFalse();
        assertThat(
                        role.allow(
                                AwsCall.of(
                                        "t",
                                        "s3:DeleteObject",
                                        "arn:aws:s3:::b/records/shop/1/result.json")))
                .isFalse();
    }

    @Test
    void whatIsAllowedOnlyWhereThereIsNothingYetNeedsItsHeader() {
        Statements role =
                Statements.of(
                        json(
                                """
                                [{"Sid": "Put", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
                                  "Condition": {"Null": {"s3:if-none-match": "false"}}}]
                                """));
        assertThat(role.allow(put("none"))).isFalse();
        assertThat(role.allow(put("if-none-match"))).isTrue();
    }

    @Test
    void anActionIsUsedByItsOwnStatementAlone() {
        Statements role = Statements.of(json(RUN));
        assertThat(role.actions()).containsExactly("Start ecs:RunTask", "Put s3:PutObject");
        assertThat(role.usedBy("Start ecs:RunTask", run("muster-drill:1", OURS))).isTrue();
        assertThat(role.usedBy("Put s3:PutObject", run("muster-drill:1", OURS))).isFalse();
    }

    @Test
    void requestsBecomeTheActionsThatIamAsksFor() {
        assertThat(request("GET", "/b", "list-type=2&prefix=daily%2F"))
                .isEqualTo("s3:ListBucket arn:aws:s3:::b");
        assertThat(request("HEAD", "/b/a%2Fb", "")).isEqualTo("s3:GetObject arn:aws:s3:::b/a/b");
        assertThat(request("GET", "/b/k", "versionId=3"))
                .isEqualTo("s3:GetObjectVersion arn:aws:s3:::b/k");
        assertThat(request("PUT", "/b/k", "")).isEqualTo("s3:PutObject arn:aws:s3:::b/k");
        assertThat(request("GET", "/b/k", "acl"))
                .as("what is not known is no action of a role")
                .startsWith("s3:GET?acl");
    }

    @Test
    void aPatternWantsEveryFieldAndOneOfItsValues() {
        JsonNode pattern =
                json(
                        "{\"detail\": {\"lastStatus\": [\"STOPPED\"], \"arn\": [{\"prefix\":"
                                + " \"a:\"}, {\"prefix\": \"b:\"}]}}");
        assertThat(
                        EventPattern.matches(
                                pattern,
                                json(
                                        "{\"detail\": {\"lastStatus\": \"STOPPED\", \"arn\":"
                                                + " \"b:1\"}}")))
                .isTrue();
        assertThat(
                        EventPattern.matches(
                                pattern,
                                json(
                                        "{\"detail\": {\"lastStatus\": \"RUNNING\", \"arn\":"
                                                + " \"b:1\"}}")))
                .isFalse();
        assertThat(
                        EventPattern.matches(
                                pattern,
                                json(
                                        "{\"detail\": {\"lastStatus\": \"STOPPED\", \"arn\":"
                                                + " \"c:1\"}}")))
                .isFalse();
        assertThat(
                        EventPattern.matches(
                                pattern, json("{\"detail\": {\"lastStatus\": \"STOPPED\"}}")))
                .isFalse();
    }

    private static String request(String method, String path, String query) {
        Map<String, String> signed = Map.of("authorization", SIGNED);
        AwsCall call = new AwsRequest("1", method, path, query, signed, "").calls().getFirst();
        return call.action() + " " + call.resource();
    }

    private static AwsCall put(String header) {
        Map<String, String> headers = Map.of("authorization", SIGNED, header, "*");
        return new AwsRequest("1", "PUT", "/b/k", "", headers, "").calls().getFirst();
    }

    private static AwsCall run(String definition, Map<String, String> context) {
        return new AwsCall(
                "t", "ecs:RunTask", "arn:aws:ecs:r:1:task-definition/" + definition, context);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
