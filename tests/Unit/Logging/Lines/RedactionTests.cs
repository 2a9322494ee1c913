using System.Text.Json;
using Telemetry.Logging;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>Values that a log does not show.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("DbPassword")]
    [InlineData("api_key")]
    [InlineData("access_token")]
    [InlineData("Authorization")]
    [InlineData("connectionString")]
    public void Secrets_are_hidden_by_their_names(string key)
    {
        using var log = new LogOfATest();

        Assert.Equal("(redacted)", log.ValueOf("s3cr3t", key).GetString());
        string line = log.LineOf([], [new("x", MetadataValue.From(new Dictionary<string, object?>
        {
            ["list"] = new object[] { new Dictionary<string, object?> { [key] = "s3cr3t" } },
        }))]);
        Assert.DoesNotContain("s3cr3t", line);
    }

    [Theory]
    [InlineData(LogFormat.Json)]
    [InlineData(LogFormat.Logfmt)]
    [InlineData(LogFormat.Text)]
    public void Further_keys_are_hidden_in_each_format(LogFormat format)
    {
        using var log = new LogOfATest(options => (options.Format, options.Redact) = (format, ["ssn", "card*"]));

        string line = log.LineOf([], [new("SSN", "s3cr3t"), new("cardNumber", "s3cr3t"), new("name", "open")]);

        Assert.DoesNotContain("s3cr3t", line);
        Assert.Contains("open", line);
    }

    [Fact]
    public void Template_does_not_show_a_hidden_value()
    {
        using var log = new LogOfATest(options => options.Template = "{metadata.password} {metadata.user.token}");

        Assert.Equal(
            "(redacted) (redacted)",
            log.LineOf(
                [],
                [
                    new("password", "s3cr3t"),
                    new("user", MetadataValue.From(new Dictionary<string, object?> { ["token"] = "s3cr3t" })),
                ]));
    }

    [Fact]
    public void Key_that_is_shown_nevertheless_is_not_hidden_unless_it_was_given()
    {
        using var log = new LogOfATest(options => (options.NoRedact, options.Redact) = (["*"], ["pin"]));

        Assert.Equal("x", log.ValueOf("x", "password").GetString());
        Assert.Equal("(redacted)", log.ValueOf("x", "pin").GetString());
    }

    [Fact]
    public void Exceptions_are_converted_first_and_a_converter_that_throws_loses_no_line()
    {
        using var log = new LogOfATest(options => options.Converter = value => value is Version
            ? throw new NotSupportedException()
            : new Dictionary<string, object?> { ["password"] = "s3cr3t", ["ok"] = 1 });

        Assert.Equal("{\"password\":\"(redacted)\",\"ok\":1}", log.ValueOf(MetadataValue.From(new object())).GetRawText());
        Assert.Equal(JsonValueKind.String, log.ValueOf(MetadataValue.From(new Version(1, 0))).ValueKind);
    }
}
