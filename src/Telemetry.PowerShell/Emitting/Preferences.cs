using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>What a cmdlet would do with a record: its common parameter says, or else the variable of its caller.</summary>
internal static class Preferences
{
    private static readonly string[] s_messageStreams = ["Verbose", "Debug"];

    /// <summary>Whether a record of the stream would end the cmdlet, or ask the user whether to.</summary>
    internal static bool Stops(PSCmdlet cmdlet, string stream) =>
        Of(cmdlet, $"{stream}Action", stream == "Error" ? "ErrorActionPreference" : $"{stream}Preference")
            is ActionPreference.Stop or ActionPreference.Inquire;

    /// <summary>Whether a verbose or debug message would be written, and the cmdlet go on.</summary>
    internal static bool Shows(PSCmdlet cmdlet, string stream) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out object? bound) && bound is SwitchParameter asked
            ? asked
            : Of(cmdlet, stream, $"{stream}Preference") is ActionPreference.Continue;

    /// <summary>The preference variables of the messages that the emitter wants to see, and that its handler would not
    /// find set.</summary>
    internal static IReadOnlyList<string> OfMessages(PSCmdlet cmdlet, bool isHome)
    {
        // In the emitter's own session, a variable of the emitter's is seen anyhow; its parameter is not.
        bool isWanted(string stream) => isHome
            ? cmdlet.MyInvocation.BoundParameters.ContainsKey(stream) && Shows(cmdlet, stream)
            : Shows(cmdlet, stream);
        return [.. s_messageStreams.Where(isWanted).Select(stream => $"{stream}Preference")];
    }

    private static ActionPreference Of(PSCmdlet cmdlet, string parameter, string variable)
    {
        object? value = cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? bound)
            ? bound
            : cmdlet.GetVariableValue(variable);
        return LanguagePrimitives.TryConvertTo(value, out ActionPreference preference)
            ? preference
            : ActionPreference.Continue;
    }
}
