using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The action of a cmdlet for a record: that of its common parameter, or else that of its caller's preference
/// variable.</summary>
internal static class Preferences
{
    private static readonly string[] s_messageStreams = ["Verbose", "Debug"];

    /// <summary>Determines whether a record of the stream would end the cmdlet, or prompt the user.</summary>
    internal static bool Stops(PSCmdlet cmdlet, string stream) =>
        Of(cmdlet, $"{stream}Action", stream == "Error" ? "ErrorActionPreference" : $"{stream}Preference")
            is ActionPreference.Stop or ActionPreference.Inquire;

    /// <summary>Determines whether a record of the stream would be dropped.</summary>
    internal static bool Drops(PSCmdlet cmdlet, string stream) =>
        Of(cmdlet, $"{stream}Action", $"{stream}Preference") is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    /// <summary>Determines whether a verbose or debug message would be written and the cmdlet would continue.</summary>
    internal static bool Shows(PSCmdlet cmdlet, string stream) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out object? bound) && bound is SwitchParameter asked
            ? asked
            : Of(cmdlet, stream, $"{stream}Preference") is ActionPreference.Continue;

    /// <summary>Gets the preference variables of the messages that the emitter shows, without those that its handler finds
    /// set.</summary>
    internal static IReadOnlyList<string> OfMessages(PSCmdlet cmdlet, bool isHome)
    {
        // In the emitter's session, the handler sees the emitter's variables, but not its parameters.
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
