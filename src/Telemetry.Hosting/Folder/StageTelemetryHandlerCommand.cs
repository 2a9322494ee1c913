using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Telemetry.Hosting;

/// <summary>Replaces Register-TelemetryHandler for a script that is being loaded: records the handler.</summary>
/// <remarks>Its parameters are those of the replaced cmdlet, whatever they are.</remarks>
[Cmdlet("Stage", "TelemetryHandler")]
internal sealed class StageTelemetryHandlerCommand : PSCmdlet, IDynamicParameters
{
    internal const string Name = "Stage-TelemetryHandler";
    internal const string Target = "Telemetry\\Register-TelemetryHandler";

    private RuntimeDefinedParameterDictionary _parameters = [];

    public object GetDynamicParameters()
    {
        CommandInfo target = InvokeCommand.GetCommand(Target, CommandTypes.Cmdlet)
            ?? throw new CommandNotFoundException("The module Telemetry has been removed from this session.");
        _parameters = [];
        foreach (ParameterMetadata parameter in target.Parameters.Values.Where(IsOwn))
        {
            _parameters.Add(
                parameter.Name,
                new RuntimeDefinedParameter(
                    parameter.Name, parameter.ParameterType, new Collection<Attribute>([.. parameter.Attributes])));
        }

        return _parameters;
    }

    protected override void ProcessRecord()
    {
        Dictionary<string, object?> given = MyInvocation.BoundParameters
            .Where(bound => _parameters.ContainsKey(bound.Key))
            .ToDictionary(bound => bound.Key, bound => (object?)bound.Value, StringComparer.OrdinalIgnoreCase);
        StagedHandlers.OfThisThread().Add(
            new StagedHandler(given, MyInvocation.ScriptName, MyInvocation.ScriptLineNumber));
    }

    private static bool IsOwn(ParameterMetadata parameter) =>
        !CommonParameters.Contains(parameter.Name) && !OptionalCommonParameters.Contains(parameter.Name);
}
