using System.Management.Automation;

namespace Telemetry.Tests.Support;

/// <summary>What a script wrote, and the error that ended it, if one did.</summary>
internal sealed class ScriptResult(object?[] output, PSDataStreams streams, ErrorRecord? terminating)
{
    public object?[] Output { get; } = output;

    /// <summary>The only object written.</summary>
    public object? Single => Assert.Single(Output);

    public ErrorRecord[] Errors { get; } = [.. streams.Error];

    public string[] Warnings { get; } = [.. streams.Warning.Select(warning => warning.Message)];

    public string[] Information { get; } = [.. streams.Information.Select(record => $"{record.MessageData}")];

    public ErrorRecord? Terminating { get; } = terminating;

    /// <summary>The only error, whether it ended the script, a statement or nothing.</summary>
    public ErrorRecord Error => Terminating ?? Assert.Single(Errors);

    /// <summary>The result, after a look at whether all went well.</summary>
    public ScriptResult Clean()
    {
        Assert.Null(Terminating);
        Assert.Empty(Errors);
        Assert.Empty(Warnings);
        return this;
    }
}
