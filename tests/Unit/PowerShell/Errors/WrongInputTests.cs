using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What a user may get wrong, beyond what the tests of each cmdlet have: the error says what to do.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class WrongInputTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-TelemetryHandler a[")]
    [InlineData("Get-TelemetryHandler a[ -Detached")]
    [InlineData("Unregister-TelemetryHandler a[")]
    [InlineData("Get-TelemetryEvent a[")]
    public void Bracket_that_is_open_is_an_error_of_that_item(string script)
    {
        ScriptResult result = _session.Run($"Register-TelemetryHandler h wrong.a {{ }}; {script}; 'went on'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("InvalidWildcard,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal("a[", error.TargetObject);
        Assert.Contains("backtick", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("went on", result.Single);
    }

    [Theory]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a[")]
    [InlineData("[a]*")]
    [InlineData("a`*")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[2J")]
    public void Id_that_only_code_can_choose_stands_for_itself(string id)
    {
        using HandlerRegistration own = TelemetryDispatcher.Default.AttachMany(id, ["wrong.a", "wrong.b"], static (in _, _) => { });
        using HandlerRegistration other = TelemetryDispatcher.Default.Attach("abc", "wrong.a", static (in _, _) => { });

        ScriptResult result = _session.Run(
            """
            $id = @(Get-TelemetryHandler)[0].Id
            (Get-TelemetryHandler $id).Id
            (Get-TelemetryHandler)[0, 1] | Unregister-TelemetryHandler
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal([id, id, "abc"], result.Clean().Output);
    }

    [Fact]
    public void Id_that_only_code_can_choose_stays_the_handlers_when_it_is_registered_again()
    {
        TelemetryDispatcher.Default.Attach("a[*", "wrong.a", static (in _, _) => throw new InvalidOperationException());
        TelemetryDispatcher.Default.Execute("wrong.a");

        ScriptResult result = _session.Run(
            "Get-TelemetryHandler -Detached | Where-Object Id -EQ 'a[*' | Register-TelemetryHandler; (Get-TelemetryHandler).Id; "
                + "Get-TelemetryHandler | Unregister-TelemetryHandler");

        Assert.Equal("a[*", result.Clean().Single);
    }

    // A variable that is not set must not stand for everything: what comes after the pipe may be Unregister-TelemetryHandler.
    [Theory]
    [InlineData("Get-TelemetryHandler $nothing")]
    [InlineData("Get-TelemetryHandler -EventName $nothing")]
    [InlineData("Get-TelemetryEvent $nothing")]
    [InlineData("Trace-TelemetryEvent $nothing { }")]
    public void Null_does_not_stand_for_all(string script)
    {
        ScriptResult result = _session.Run($"Register-TelemetryHandler h wrong.a {{ }}; {script}");

        Assert.StartsWith("ParameterArgumentValidationError,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("is null", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Trace_of_no_event_is_refused()
    {
        ErrorRecord error = _session.Run("Trace-TelemetryEvent @() { }").Error;

        Assert.StartsWith("InvalidEventName,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("leave it out", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Get-TelemetryHandler gone",
        "Handler 'gone' was unregistered because it failed. Get-TelemetryHandler -Detached tells why.")]
    [InlineData("Unregister-TelemetryHandler GONE", "Handler 'GONE' was unregistered because it failed.*")]
    [InlineData("Get-TelemetryHandler -Detached well", "Handler 'well' is registered. Without -Detached,*")]
    [InlineData("Get-TelemetryHandler -Detached nope", "No handler 'nope' was unregistered because it failed.*")]
    [InlineData("Get-TelemetryHandler nope", "There is no handler 'nope'.*")]
    public void P1_handler_that_is_not_found_is_looked_for_where_it_may_be(string script, string message)
    {
        _session.Run(
            """
            Register-TelemetryHandler gone wrong.a { throw 'disk full' }
            Register-TelemetryHandler well wrong.a { }
            Invoke-TelemetryEvent wrong.a
            """);

        ErrorRecord error = _session.Run(script).Error;

        Assert.StartsWith("HandlerNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(new WildcardPattern(message).IsMatch(error.ToString()), error.ToString());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-5m")]
    [InlineData("1e9")]
    [InlineData("25d")]
    public void Drain_timeout_out_of_range_is_refused(string timeout)
    {
        ErrorRecord error = _session.Run($"Register-TelemetryHandler h wrong.a {{ }} -Buffered -DrainTimeout {timeout}").Error;

        Assert.StartsWith("InvalidHandlerOption,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_block_says_what_a_block_is() => Assert.Contains(
        "Give one in braces", _session.Run("Register-TelemetryHandler h wrong.a $null").Error.ToString(), StringComparison.Ordinal);

    [Fact]
    public void List_for_measurements_is_named_by_its_type_alone() => Assert.StartsWith(
        "The measurements are of type System.Object[]. Give a dictionary",
        _session.Run("Invoke-TelemetryEvent wrong.a @(1, 2)").Error.ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Handler_of_several_events_stays_one_of_all_of_them_when_it_is_piped_to_be_replaced()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h wrong.a, wrong.b, 'wrong.c.*' { }
            Register-TelemetryHandler other wrong.a { }
            $written = Get-TelemetryHandler | Register-TelemetryHandler -Force -MaxFailures 3 -PassThru
            $written.ForEach({ "$_" }) -join ', '
            (Get-TelemetryHandler).ForEach({ "$_ $($_.FailurePolicy)" }) -join ', '
            """);

        Assert.Equal(
            [
                "h (wrong.a), h (wrong.b), h (wrong.c.*), other (wrong.a)",
                "h (wrong.a) DetachAfter(3), h (wrong.b) DetachAfter(3), h (wrong.c.*) DetachAfter(3), other (wrong.a) DetachAfter(3)",
            ],
            result.Clean().Output);
    }

    [Fact]
    public void Force_replaces_the_events_where_the_block_is_another() => Assert.Equal(
        "wrong.b",
        _session.Run(
            """
            @(
                [pscustomobject]@{ Id = 'h'; EventName = 'wrong.a'; ScriptBlock = { 1 } }
                [pscustomobject]@{ Id = 'h'; EventName = 'wrong.b'; ScriptBlock = { 2 } }
            ).ForEach({ $_ }) | Register-TelemetryHandler -Force
            (Get-TelemetryHandler).EventName
            """).Clean().Single);
}
