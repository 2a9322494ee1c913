using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Names stay known for as long as the process runs, so the tests have names of their own to begin with.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class EventNameCompletionTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public EventNameCompletionTests() => _session.Run(
        """
        $null = Get-TelemetryEvent tabs.web.hit, tabs.web.miss, tabs.web, tabs.order, "tabs.it's"
        Register-TelemetryHandler one tabs.web.hit { }
        Register-TelemetryHandler two tabs.web.hit, tabs.order { }
        Register-TelemetryHandler all 'tabs.web.*' { }
        $null = Start-TelemetrySpan tabspan.job
        $null = Get-TelemetryEvent tabspan.other.start
        """).Clean();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Invoke-TelemetryEvent tabs.", "'tabs.it''s' tabs.order tabs.web tabs.web.hit tabs.web.miss")]
    [InlineData("Invoke-TelemetryEvent -Name tabs.w", "tabs.web tabs.web.hit tabs.web.miss")]
    [InlineData("Invoke-TelemetryEvent TABS.web.H", "tabs.web.hit")]
    [InlineData("Invoke-TelemetryEvent 'tabs.web.h", "'tabs.web.hit'")]
    [InlineData("Invoke-TelemetryEvent \"tabs.it", "\"tabs.it's\"")]
    [InlineData("Invoke-TelemetryEvent tabs.*.h", "tabs.web.hit")]
    [InlineData("Invoke-TelemetryEvent tabs.o| @{ n = 1 }", "tabs.order")]
    [InlineData("Invoke-TelemetryEvent -Metadata @{ a = 1 } -EventName tabs.o", "tabs.order")]
    [InlineData("Invoke-TelemetryEvent tabs.nope", "")]
    [InlineData("Invoke-TelemetryEvent tabs.[", "")]
    [InlineData("Test-TelemetryEvent tabs.order, tabs.web.", "tabs.web.hit tabs.web.miss")]
    [InlineData("Register-TelemetryHandler h tabs.w", "tabs.web tabs.web.* tabs.web.hit tabs.web.miss")]
    [InlineData("Register-TelemetryHandler h tabs.order, tabs.web.m", "tabs.web.miss")]
    [InlineData("Register-TelemetryHandler -EventName 'tabs.w", "'tabs.web' 'tabs.web.*' 'tabs.web.hit' 'tabs.web.miss'")]
    [InlineData("Trace-TelemetryEvent tabs", "tabs.* 'tabs.it''s' tabs.order tabs.web tabs.web.hit tabs.web.miss tabspan.* "
        + "tabspan.job.exception tabspan.job.start tabspan.job.stop tabspan.other.start")]
    [InlineData("Get-TelemetryEvent tabs.w", "tabs.web tabs.web.* tabs.web.hit tabs.web.miss")]
    [InlineData("Get-TelemetryHandler -EventName tabs.w", "tabs.web tabs.web.hit tabs.web.miss")]
    [InlineData("Get-TelemetryHandler two tabs.o", "tabs.order")]
    [InlineData("Invoke-TelemetrySpan tabspan", "tabspan.job")]
    [InlineData("Start-TelemetrySpan -EventName tabspan.", "tabspan.job")]
    public void Name_is_completed_by_those_known(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tab.TextsAt(_session, line)));

    [Theory]
    [InlineData("Invoke-TelemetryEvent tabs.web.h", "tabs.web.hit: 3 handlers")]
    [InlineData("Invoke-TelemetryEvent tabs.web.m", "tabs.web.miss: 1 handler")]
    [InlineData("Invoke-TelemetryEvent tabs.i", "tabs.it's: no handler")]
    [InlineData("Invoke-TelemetrySpan tabspan.j", "tabspan.job: no handler")]
    public void Tooltip_of_a_name_tells_how_many_handlers_it_has(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Tab.At(_session, line)).ToolTip);

    [Theory]
    [InlineData("Register-TelemetryHandler h tabs.web", "tabs.web.*", "tabs.web.*: 3 known events, 3 handlers")]
    [InlineData("Get-TelemetryHandler -EventName tab", "tabs", "tabs.*: 5 known events, 3 handlers")]
    public void Tooltip_of_a_prefix_tells_of_the_events_and_handlers_below_it(string line, string text, string expected) =>
        Assert.Equal(expected, Tab.At(_session, line).Single(result => result.CompletionText == text).ToolTip);

    [Fact]
    public void Empty_word_takes_in_what_there_is()
    {
        string[] texts = [.. Tab.At(_session, "Get-TelemetryHandler -EventName ").Select(result => result.ListItemText)];

        Assert.Contains("tabs", texts);
        Assert.InRange(texts.Length, 1, 100);
        Assert.Equal(texts.Order(StringComparer.OrdinalIgnoreCase), texts);
    }

    [Fact]
    public void Of_very_many_names_the_next_segments_are_given()
    {
        _session.Run(
            """
            foreach ($i in 1..20) { foreach ($j in 1..550) { $null = Get-TelemetryEvent "tabmany.part$i.event$j.done" } }
            $null = Get-TelemetryEvent tabmany.alone.far.below, tabmany.part3
            """).Clean();

        Assert.Equal(["tabmany."], Tab.TextsAt(_session, "Invoke-TelemetryEvent tabm"));
        string[] parts = Tab.TextsAt(_session, "Invoke-TelemetryEvent tabmany.");
        Assert.Equal(22, parts.Length);
        Assert.Equal(["tabmany.alone.far.below", "tabmany.part1.", "tabmany.part10."], parts.Take(3));
        Assert.Contains("tabmany.part3", parts);
        Assert.Contains("tabmany.part3.", parts);
        Assert.Equal(
            "tabmany.part7.*: 550 known events, no handler",
            Tab.At(_session, "Invoke-TelemetryEvent tabmany.").Single(result => result.ListItemText == "tabmany.part7.").ToolTip);
        string[] events = Tab.TextsAt(_session, "Invoke-TelemetryEvent tabmany.part7.");
        Assert.Equal(100, events.Length);
        Assert.Equal(events.Order(StringComparer.OrdinalIgnoreCase), events);
        Assert.Equal(["tabmany.part7.event549.done"], Tab.TextsAt(_session, "Invoke-TelemetryEvent tabmany.part7.event549"));
        Assert.Equal(100, Tab.TextsAt(_session, "Invoke-TelemetryEvent tabmany.*.done").Length);
    }

    [Theory]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("''")]
    [InlineData("'''")]
    [InlineData("`")]
    [InlineData("[a-")]
    [InlineData("*")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a b")]
    [InlineData("$")]
    [InlineData("@")]
    [InlineData("\\")]
    public void Whatever_is_on_the_line_completion_does_not_fail(string word)
    {
        string[] commands =
        [
            "Invoke-TelemetryEvent", "Register-TelemetryHandler h", "Get-TelemetryHandler -EventName", "Start-TelemetrySpan",
        ];
        foreach (string command in commands)
        {
            Assert.InRange(Tab.At(_session, $"{command} {word}").Length, 0, 1000);
        }
    }

    [Theory]
    [InlineData("Telemetry.Commands.HandlerIdCompleter")]
    [InlineData("Telemetry.Commands.EventNameCompleter")]
    [InlineData("Telemetry.Commands.SpanNameCompleter")]
    public void Completer_that_is_given_nothing_gives_nothing_that_fails(string type)
    {
        var completer = (IArgumentCompleter)Activator.CreateInstance(Type.GetType($"{type}, Telemetry.PowerShell", throwOnError: true)!)!;

        Assert.InRange(completer.CompleteArgument(null!, null!, null!, null!, null!).Count(), 0, 100);
    }
}
