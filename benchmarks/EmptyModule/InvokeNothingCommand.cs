using System.Management.Automation;

namespace EmptyModule;

/// <summary>Takes what Invoke-TelemetryEvent takes, and does nothing with it: what a compiled cmdlet costs at least.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nothing")]
public sealed class InvokeNothingCommand : PSCmdlet
{
    /// <summary>Text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string EventName { get; set; } = string.Empty;

    /// <summary>An object of any kind.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public object? Measurements { get; set; }

    /// <summary>An object of any kind.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public object? Metadata { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
    }
}
