using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>Writes the records of a handler to their streams. Other objects are not written.</summary>
/// <remarks>The emitter's preferences do not give a record more effect than the handler did. A record that would stop the
/// emitter is shown by other means, and so is one that the handler asked to show and the emitter would drop.</remarks>
internal static class StreamRecord
{
    // The standard error output of a program is captured as error records, although it is not an error.
    private const string NativeErrorId = "NativeCommandError";

    internal static void Write(object record, PSCmdlet cmdlet)
    {
        switch (record)
        {
            case ErrorRecord native when native.FullyQualifiedErrorId.StartsWith(NativeErrorId, StringComparison.Ordinal):
                Write(record, cmdlet.Host.UI);
                break;
            case ErrorRecord error when !Preferences.Stops(cmdlet, "Error"):
                cmdlet.WriteError(error);
                break;
            case ErrorRecord error:
                Write(new WarningRecord(error.ToString()), cmdlet);
                break;
            case FailureWarning when FailureWarning.IsKnownTo(cmdlet.Host):
                break;
            case WarningRecord warning when !Preferences.Stops(cmdlet, "Warning"):
                cmdlet.WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose when Preferences.Shows(cmdlet, "Verbose"):
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug when Preferences.Shows(cmdlet, "Debug"):
                cmdlet.WriteDebug(debug.Message);
                break;
            case InformationRecord information when !Preferences.Stops(cmdlet, "Information"):
                cmdlet.WriteInformation(information);
                break;
            default:
                Write(record, cmdlet.Host.UI);
                break;
        }
    }

    internal static void Write(object record, PSHostUserInterface? ui)
    {
        switch (record)
        {
            case ErrorRecord error:
                ui?.WriteErrorLine(error.ToString());
                break;
            case WarningRecord warning:
                ui?.WriteWarningLine(warning.Message);
                break;
            case VerboseRecord verbose:
                ui?.WriteVerboseLine(verbose.Message);
                break;
            case DebugRecord debug:
                ui?.WriteDebugLine(debug.Message);
                break;
            case InformationRecord { MessageData: HostInformationMessage message }:
                ui?.WriteLine(message.Message);
                break;
        }
    }
}
