using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class HandlerIdCompletionTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly HandlerRegistration _ofCode =
        TelemetryDispatcher.Default.Attach("a[1]", "web.hit", static (in _, _) => { });

    public HandlerIdCompletionTests() => _session.Run(
        """
        Register-TelemetryHandler web-log web.request.done, 'web.*.failed' { }
        Register-TelemetryHandler audit order.placed { throw 'no route' } -FailurePolicy Keep
        Register-TelemetryHandler "Bob's mail" order.placed { }
        Register-TelemetryHandler '-x' web.hit { }
        Register-TelemetryHandler gone order.paid { throw 'disk full' }
        Invoke-TelemetryEvent order.placed
        Invoke-TelemetryEvent order.paid
        """);

    public void Dispose()
    {
        _ofCode.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("Get-TelemetryHandler ", "'-x' audit 'a[1]' 'Bob''s mail' web-log")]
    [InlineData("Unregister-TelemetryHandler -Id ", "'-x' audit 'a[1]' 'Bob''s mail' web-log")]
    [InlineData("Register-TelemetryHandler ", "'-x' audit 'a[1]' 'Bob''s mail' web-log")]
    [InlineData("Get-TelemetryHandler WE", "web-log")]
    [InlineData("Get-TelemetryHandler -Id:we", "web-log")]
    [InlineData("Get-TelemetryHandler 'we", "'web-log'")]
    [InlineData("Get-TelemetryHandler 'we'", "'web-log'")]
    [InlineData("Get-TelemetryHandler \"we", "\"web-log\"")]
    [InlineData("Get-TelemetryHandler \u2018we", "'web-log'")]
    [InlineData("Get-TelemetryHandler bob", "'Bob''s mail'")]
    [InlineData("Get-TelemetryHandler 'bob''s", "'Bob''s mail'")]
    [InlineData("Get-TelemetryHandler \"bob's m", "\"Bob's mail\"")]
    [InlineData("Get-TelemetryHandler a[", "'a[1]'")]
    [InlineData("Get-TelemetryHandler *l", "'Bob''s mail' web-log")]
    [InlineData("Get-TelemetryHandler [", "")]
    [InlineData("Get-TelemetryHandler nope", "")]
    [InlineData("Get-TelemetryHandler audit,we", "web-log")]
    [InlineData("Get-TelemetryHandler we| -EventName web", "web-log")]
    [InlineData("Get-TelemetryHandler -EventName web ", "'-x' 'a[1]' web-log")]
    [InlineData("Get-TelemetryHandler -EventName 'not a name' ", "'-x' audit 'a[1]' 'Bob''s mail' web-log")]
    [InlineData("Get-TelemetryHandler -Detached GO", "gone")]
    [InlineData("Get-TelemetryHandler go| -Detached", "gone")]
    [InlineData("Register-TelemetryHandler -EventName order.placed -Id we", "web-log")]
    [InlineData("Telemetry\\Unregister-TelemetryHandler we", "web-log")]
    public void Id_is_completed_by_those_there_are(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tab.TextsAt(_session, line)));

    [Theory]
    [InlineData("Get-TelemetryHandler au", "order.placed: Failing, 1 call, 1 failure")]
    [InlineData("Get-TelemetryHandler we", "web.request.done, web.*.failed: Registered, no call, no failure")]
    [InlineData("Get-TelemetryHandler -Detached g", "failed at order.paid: disk full")]
    public void Tooltip_tells_of_events_and_state(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Tab.At(_session, line)).ToolTip);

    [Fact]
    public void Tooltip_of_a_handler_of_many_events_stays_short()
    {
        _session.Run("Register-TelemetryHandler many a.a, a.b, a.c, a.d, a.e, a.f, a.g { }").Clean();

        Assert.StartsWith(
            "a.a, a.b, a.c, a.d, a.e and 2 others: ",
            Assert.Single(Tab.At(_session, "Get-TelemetryHandler many")).ToolTip,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("007")]
    [InlineData("1e3")]
    [InlineData("1kb")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("\u2018smart\u2019")]
    [InlineData("$home")]
    [InlineData("a`b")]
    [InlineData("say \"hi\"")]
    [InlineData("a;b")]
    [InlineData("@list")]
    [InlineData("#note")]
    [InlineData("(a)")]
    [InlineData("a,b")]
    [InlineData("--%")]
    [InlineData("\u2013dash")]
    public void Completed_id_is_the_id_in_whatever_quotes(string id)
    {
        _session.Run("param($id) Register-TelemetryHandler $id quote.me { }", id).Clean();
        string[] lines = ["Get-TelemetryHandler ", "Get-TelemetryHandler '", "Get-TelemetryHandler \""];

        foreach (string line in lines)
        {
            CompletionResult result = Tab.At(_session, line).Single(result => result.ListItemText == id);

            Assert.Equal(id, _session.Run($"(Get-TelemetryHandler {result.CompletionText}).Id").Clean().Single);
        }
    }

    [Fact]
    public void Results_are_bounded_and_in_order()
    {
        _session.Run("foreach ($i in 1000..1) { Register-TelemetryHandler ('many-{0:0000}' -f $i) many { } }").Clean();

        string[] texts = Tab.TextsAt(_session, "Get-TelemetryHandler many-");

        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"many-{i:0000}"), texts);
    }

    [Fact]
    public void Where_there_are_no_handlers_there_is_nothing_to_choose_from()
    {
        _session.Run("Get-TelemetryHandler | Unregister-TelemetryHandler").Clean();

        Assert.Empty(Tab.At(_session, "Get-TelemetryHandler "));
    }

    [Theory]
    [InlineData("Register-TelemetryHandler h e { } -FailurePolicy ", "Detach Keep")]
    [InlineData("Register-TelemetryHandler h e { } -FailurePolicy K", "Keep")]
    [InlineData("Register-TelemetryHandler h e { } -FullMode ", "DropOldest DropWrite")]
    [InlineData("Register-TelemetryHandler h e { } -Scope ", "Process Session")]
    public void Values_of_an_enumeration_are_completed(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tab.TextsAt(_session, line).Order(StringComparer.Ordinal)));
}
