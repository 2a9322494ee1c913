using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Waits for an event, and writes it.</summary>
[Cmdlet(VerbsLifecycle.Wait, "TelemetryEvent")]
[OutputType(typeof(TracedEvent))]
public sealed class WaitTelemetryEventCommand : PSCmdlet, IDisposable
{
    // Longer than any wait, and short enough for the timers of the platform.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private EventWait? _wait;
    private BlockPipeline? _block;

    /// <summary>The events: names, or patterns with <c>*</c> and <c>?</c>. The library's own events, such as
    /// <c>telemetry.handler.failure</c>, are matched only by a name or a pattern that begins with
    /// <c>telemetry</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = [];

    /// <summary>The block that starts the work. It runs when the cmdlet receives events already, so that none is missed. Its output is
    /// dropped; its errors, warnings and other messages are shown.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The events to wait for: a table of keys and values, which may have wildcards and all have to be equal, as in
    /// <c>@{ status = '5??' }</c>; or a script block, which runs in this session with the event as <c>$_</c>.</summary>
    [Parameter]
    [AllowNull]
    public object? Where { get; set; }

    /// <summary>The events not to wait for: a table of keys and values, of which one has to be equal.</summary>
    [Parameter]
    [AllowNull]
    public object? WhereNot { get; set; }

    /// <summary>The time to wait, from the end of the block: a TimeSpan, a number of seconds, or text such as <c>2m</c>. By default,
    /// the cmdlet waits until it is stopped.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>The number of events to wait for, 1 by default. Each is written when it comes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (EventName.Length == 0)
        {
            ThrowTerminatingError(TelemetryErrors.NoEventName());
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(Timeout)) && (Timeout < TimeSpan.Zero || Timeout > s_longest))
        {
            ThrowTerminatingError(TelemetryErrors.InvalidTimeout(Timeout));
        }

        EventPattern[] patterns = [.. EventName.Select(this.ParsePattern)];
        HandlerOptions options = NewOptions();
        _wait = new EventWait(this, Timeout);
        _wait.Start(patterns, options);
        RunBlock();
        _wait.StartTimeout();
        Write(_wait);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _wait?.Stop();

    /// <summary>Unregisters the handler. Called by the engine when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _wait?.Dispose();
        _block?.Dispose();
    }

    private HandlerOptions NewOptions()
    {
        try
        {
            object? where = TableEntries.Unwrap(Where);
            return new HandlerOptions
            {
                Where = where is ScriptBlock ? [] : ScriptConditions.Read(nameof(Where), where, allowsBlock: true),
                WhereNot = ScriptConditions.Read(nameof(WhereNot), WhereNot, allowsBlock: false),

                // The text of an object may fail, which is not a reason to end the wait.
                FailurePolicy = FailurePolicy.Keep,
            };
        }
        catch (InvalidConditionException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidFilter(e));
            throw;
        }
    }

    private void RunBlock()
    {
        if (ScriptBlock is not null)
        {
            _block = new BlockPipeline(this, ScriptBlock, argument: null, dropsOutput: true);
            _block.Begin(expectsInput: false);
            _block.Process(null);
        }
    }

    private void Write(EventWait wait)
    {
        for (int written = 0; written < Count;)
        {
            TracedEvent? next = wait.Next();
            if (wait.IsStopped)
            {
                return;
            }

            if (next is null)
            {
                WriteError(wait.IsOver
                    ? TelemetryErrors.WaitEnded(EventName)
                    : TelemetryErrors.WaitTimeout(EventName, DurationText.Of(Timeout), written, Count));
                return;
            }

            if (IsWanted(next))
            {
                written++;
                WriteObject(next);
            }
        }
    }

    // Here, the block sees the variables of the script that waits, wherever the event was emitted.
    private bool IsWanted(TracedEvent next) => TableEntries.Unwrap(Where) is not ScriptBlock block
        || LanguagePrimitives.IsTrue(block.CallInNewScope(
            [new PSVariable("_", next)], next.EventName, next.Measurements, next.Metadata));
}
