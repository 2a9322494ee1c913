using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

public sealed class EventLogSettingsTests
{
    [Fact]
    public async Task Rules_have_all_settings()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(settings:
            """
            {
              "LogEvents": [
                {
                  "Events": [ "order.*", "cart.*" ], "Level": "debug", "ExceptionLevel": "Critical", "Message": "{id}", "Category": "Shop",
                  "Where": { "country": [ "A?", "DE" ] }, "WhereNot": { "id": 4, "test": true },
                  "Throttle": "1h", "ThrottleBy": "id", "Redact": [ "card*" ], "NoRedact": "access_token"
                },
                { "events": "job.*" }
              ]
            }
            """);

        host.Dispatcher.Execute("order.placed", [], [new("id", 1), new("country", "FR")]);
        host.Dispatcher.Execute("order.placed", [], [new("id", 2), new("country", "AT"), new("test", true)]);
        host.Dispatcher.Execute("order.placed", [], [new("id", 4), new("country", "AT")]);
        host.Dispatcher.Execute(
            "cart.left", [], [new("id", 5), new("country", "de"), new("card", "4711"), new("access_token", "t"), new("password", "p")]);
        host.Dispatcher.Execute("cart.left", [], [new("id", 5), new("country", "AT")]);
        host.Dispatcher.Execute("cart.exception", [], [new("id", 6), new("country", "AT")]);
        host.Dispatcher.Execute("job.done");

        Assert.Equal(
            [("Shop", LogLevel.Debug, "5"), ("Shop", LogLevel.Critical, "6"), ("Telemetry.Events", LogLevel.Information, "job.done")],
            host.Log.Entries.Select(entry => (entry.Category, entry.Level, entry.Message)));
        Assert.Equal("(redacted)", host.Log.Entries[0]["card"]);
        Assert.Equal("(redacted)", host.Log.Entries[0]["password"]);
        Assert.Equal("t", host.Log.Entries[0]["access_token"]);
    }

    [Theory]
    [InlineData("""[ { "Level": "Debug" } ]""", "0:Events: there is no event. Write names or patterns of the events to log")]
    [InlineData("""[ { "Events": [] } ]""", "0:Events: there is no event.")]
    [InlineData("""[ { "Events": "a b" } ]""", "0:Events: 'a b' is neither the name of an event nor a pattern")]
    [InlineData("""[ { "Events": "a" }, { "Events": "b", "Level": "Debg" } ]""", "1:Level: there is no 'Debg'. Did you mean 'Debug'?")]
    [InlineData("""[ { "Events": "a", "Level": 2 } ]""", "0:Level: there is no '2'. Known are Trace, Debug, Information, Warning, Error,")]
    [InlineData("""[ { "Events": "a", "ExceptionLevel": "loud" } ]""", "0:ExceptionLevel: there is no 'loud'. Known are Trace,")]
    [InlineData("""[ { "Events": "a", "Mesage": "x" } ]""", "0:Mesage: there is no such setting. Did you mean 'Message'?")]
    [InlineData("""[ { "Events": "a", "Message": "{x" } ]""", "0:Message: The message '{x' has a brace '{'")]
    [InlineData("""[ { "Events": "a", "Throttle": "fast" } ]""", "0:Throttle: it is 'fast'. Write a number of seconds, or text such as")]
    [InlineData("""[ { "Events": "a", "ThrottleBy": [ " " ] } ]""", "0:ThrottleBy: a key is blank.")]
    [InlineData("""[ { "Events": "a", "Where": "x" } ]""", "0:Where: it is 'x'. Write a map of keys to values such as")]
    [InlineData("""[ { "Events": "a", "Category": " " } ]""", "0:Category: it is blank. Write the name by which filters select")]
    [InlineData("""[ { "Events": "a", "Redact": [ " " ] } ]""", "0:Redact: a key is blank. Write the key of a value, or remove it.")]
    [InlineData("""[ "order.*" ]""", "0:Events: there is no event.")]
    public async Task Error_names_the_key_and_what_is_accepted(string rules, string expected)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => LoggingHost.StartAsync(settings: $$"""{ "LogEvents": {{rules}} }"""));

        Assert.StartsWith($"Telemetry:LogEvents:{expected}", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_of_the_code_and_of_the_configuration_apply_side_by_side()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(
            builder => builder.LogEvents("order.*", LogLevel.Warning), settings: """{ "LogEvents": [ { "Events": "*.placed" } ] }""");

        host.Dispatcher.Execute("order.placed");

        Assert.Equal([LogLevel.Warning, LogLevel.Information], host.Log.Entries.Select(entry => entry.Level));
    }
}
