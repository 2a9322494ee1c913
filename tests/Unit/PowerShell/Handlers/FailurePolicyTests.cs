using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class FailurePolicyTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void P1_failed_handler_is_on_record_with_who_when_where_and_why()
    {
        ScriptResult result = _session.Run(
            """
            $start = [datetime]::Now
            Register-TelemetryHandler p1 policy.a, 'policy.b*' { throw 'boom' } 'cfg'
            Invoke-TelemetryEvent policy.a @{ n = 3 }
            $d = Get-TelemetryHandler -Detached p1
            $d.Id, ($d.EventName -join ' '), $d.FailedEvent, $d.Message, $d.ErrorType,
                $d.Failures, $d.Config, "$($d.ScriptBlock)", ($d.DetachedAt -ge $start -and $d.DetachedAt -le [datetime]::Now),
                ($d.StackTrace -like '*line 2*')
            @(Get-TelemetryHandler).Count
            """);

        Assert.Equal(
            ["p1", "policy.a policy.b*", "policy.a", "boom", "System.Management.Automation.RuntimeException", 1, "cfg",
                " throw 'boom' ", true, true, 0],
            result.Output);
    }

    [Fact]
    public void P1_one_pipe_registers_failed_handlers_again_as_they_were()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            $script:bad = $true
            Register-TelemetryHandler p1 policy.a, policy.b { $script:n++; if ($script:bad) { throw 'boom' } } 'cfg' -MaxFailures 2
            Invoke-TelemetryEvent policy.a
            Invoke-TelemetryEvent policy.b
            $script:bad = $false
            Get-TelemetryHandler -Detached p1 | Register-TelemetryHandler
            Invoke-TelemetryEvent policy.a
            Invoke-TelemetryEvent policy.b
            $script:n
            Get-TelemetryHandler | ForEach-Object { "$($_.EventName) $($_.FailurePolicy) $($_.Config) $($_.State)" }
            @(Get-TelemetryHandler -Detached p1*).Count
            """);

        Assert.Equal(
            [4, "policy.a DetachAfter(2) cfg Registered", "policy.b DetachAfter(2) cfg Registered", 0], result.Output);
    }

    [Fact]
    public void Handler_registered_again_can_be_given_another_policy()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler p1 policy.a { throw 'boom' }
            Invoke-TelemetryEvent policy.a
            Get-TelemetryHandler -Detached p1 | Register-TelemetryHandler -FailurePolicy Keep
            Invoke-TelemetryEvent policy.a
            Invoke-TelemetryEvent policy.a
            Get-TelemetryHandler | ForEach-Object { "$($_.FailurePolicy) $($_.State) $($_.Calls) $($_.Failures) $($_.LastError)" }
            """);

        Assert.Equal("Keep Failing 2 2 boom", result.Single);
    }

    [Fact]
    public void Handler_of_code_that_failed_is_registered_again_by_the_same_pipe()
    {
        int calls = 0;
        using (TelemetryDispatcher.Default.Attach(
            "code", "policy.code", (in _, _) => throw new InvalidOperationException($"call {++calls}")))
        {
            ScriptResult result = _session.Run(
                """
                Invoke-TelemetryEvent policy.code
                Get-TelemetryHandler -Detached code | Register-TelemetryHandler
                Invoke-TelemetryEvent policy.code
                (Get-TelemetryHandler -Detached code).Message
                """);

            Assert.Equal("call 2", result.Single);
        }
    }

    [Fact]
    public void P1_kept_handler_stays_and_warns_once_an_episode()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler p1 policy.a { if ($script:n++ -ne 2) { throw "boom $script:n" } } -FailurePolicy Keep
            foreach ($i in 1..5) { Invoke-TelemetryEvent policy.a }
            $h = Get-TelemetryHandler
            $h.State.ToString(), $h.Calls, $h.Failures
            """);

        Assert.Equal(["Failing", 5L, 4L], result.Output);
        Assert.Contains("stays registered: boom 1", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void P1_row_of_failures_unregisters_and_a_success_starts_it_anew()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler p1 policy.a { if ($script:n++ -ne 2) { throw 'boom' } } -MaxFailures 3
            foreach ($i in 1..8) { Invoke-TelemetryEvent policy.a }
            $script:n
            @(Get-TelemetryHandler).Count
            (Get-TelemetryHandler -Detached p1).Failures
            """);

        Assert.Equal([6, 0, 3], result.Output);
        Assert.Contains("3 times in a row, and was unregistered", result.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void P1_each_failure_is_an_event_that_says_what_became_of_the_handler()
    {
        ScriptResult result = _session.Run(
            """
            $seen = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler watcher telemetry.handler.failure {
                param($n, $m, $d, $c)
                $c.Add("$($d.failures) $($d.detached)")
            } $seen
            Register-TelemetryHandler p1 policy.a { throw 'boom' } -MaxFailures 2
            Invoke-TelemetryEvent policy.a
            Invoke-TelemetryEvent policy.a
            $seen
            """);

        Assert.Equal(["1 False", "2 True"], result.Output);
    }

    [Fact]
    public void Record_lets_go_of_a_handler_when_its_session_closes()
    {
        using (var other = new ModuleSession())
        {
            other.Run("Register-TelemetryHandler leaver policy.a { throw 'boom' }; Invoke-TelemetryEvent policy.a");
            Assert.Equal("leaver", _session.Run("(Get-TelemetryHandler -Detached leaver).Id").Single);
        }

        Assert.Empty(_session.Run("Get-TelemetryHandler -Detached leaver*").Clean().Output);
    }

    [Fact]
    public void C11_unknown_id_of_a_detached_handler_is_an_error_and_a_wildcard_is_none()
    {
        ScriptResult result = _session.Run("Get-TelemetryHandler -Detached no-such; Get-TelemetryHandler -Detached no-such*");

        Assert.StartsWith("HandlerNotFound,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
