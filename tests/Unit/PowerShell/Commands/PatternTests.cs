using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class PatternTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void C14_P3_pattern_takes_in_events_known_before_and_those_seen_later_by_any_way()
    {
        ScriptResult result = _session.Run(
            """
            $before = Get-TelemetryEvent patterns.before
            $seen = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler all 'patterns.*' { param($n, $m, $d, $c) $c.Add($n) } $seen
            $before.Execute()
            Invoke-TelemetryEvent patterns.by.name
            (Get-TelemetryEvent patterns.by.handle).Execute()
            Invoke-TelemetryEvent patterns
            Invoke-TelemetryEvent other.patterns.x
            $seen
            Test-TelemetryEvent patterns.never.seen, other
            """);

        Assert.Equal(["patterns.before", "patterns.by.name", "patterns.by.handle", true, false], result.Clean().Output);
    }

    [Theory]
    [InlineData("*", "telemetry.handler.failure", false)]
    [InlineData("tele*", "telemetry.handler.failure", false)]
    [InlineData("telemetry.*", "telemetry.handler.failure", true)]
    [InlineData("Telemetry.Handler.?ailure", "telemetry.handler.failure", true)]
    [InlineData("likely.?", "LIKELY.a", true)]
    [InlineData("likely.?", "likely.ab", false)]
    [InlineData("*.stop", "a.b.stop", true)]
    [InlineData("*.stop", "stop", false)]
    public void C14_P3_pattern_matches_as_like_does_and_own_events_only_by_name(string pattern, string eventName, bool expected)
    {
        ScriptResult result = _session.Run("Register-TelemetryHandler h $args[0] { }; Test-TelemetryEvent $args[1]", pattern, eventName);

        Assert.Equal(expected, result.Clean().Single);
    }

    [Fact]
    public void List_shows_the_pattern_and_finds_it_by_the_prefixes_it_reaches()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler some 'job.*', web.hit { }
            (Get-TelemetryHandler).EventName -join ' '
            (Get-TelemetryHandler -EventName job.backup).EventName -join ' '
            (Get-TelemetryHandler -EventName web).EventName -join ' '
            @(Get-TelemetryHandler -EventName jobs).Count
            """);

        Assert.Equal(["job.* web.hit", "job.*", "web.hit", 0], result.Clean().Output);
    }

    [Fact]
    public void Event_that_a_name_and_a_pattern_of_one_handler_take_in_calls_it_once()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler h 'once.*', once.a, '*.a' { $script:n++ }
            Invoke-TelemetryEvent once.a
            $script:n
            """);

        Assert.Equal(1, result.Clean().Single);
    }

    [Fact]
    public void Unregistered_pattern_is_called_no_more()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler h 'gone.*' { $script:n++ }
            Invoke-TelemetryEvent gone.a
            Unregister-TelemetryHandler h
            Invoke-TelemetryEvent gone.a
            Invoke-TelemetryEvent gone.b
            $script:n
            Test-TelemetryEvent gone.a, gone.c
            """);

        Assert.Equal([1, false, false], result.Clean().Output);
    }

    [Fact]
    public void Force_replaces_a_pattern_by_a_name()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h 'swap.*' { }
            Register-TelemetryHandler h swap.b { } -Force
            Test-TelemetryEvent swap.a, swap.b
            (Get-TelemetryHandler).EventName
            """);

        Assert.Equal([false, true, "swap.b"], result.Clean().Output);
    }
}
