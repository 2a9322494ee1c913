using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.PowerShell;

/// <summary>Writes records to the streams that they are of. What is no record is written nowhere.</summary>
internal static class StreamRecord
{
    internal static void Write(object record, Cmdlet cmdlet)
    {
        switch (record)
        {
            case ErrorRecord error:
                cmdlet.WriteError(error);
                break;
            case WarningRecord warning:
                cmdlet.WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose:
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug:
                cmdlet.WriteDebug(debug.Message);
                break;
            case InformationRecord information:
                cmdlet.WriteInformation(information);
                break;
        }
    }

    internal static void Write(object record, PSHostUserInterface ui)
    {
        switch (record)
        {
            case ErrorRecord error:
                ui.WriteErrorLine(error.ToString());
                break;
            case WarningRecord warning:
                ui.WriteWarningLine(warning.Message);
                break;
            case VerboseRecord verbose:
                ui.WriteVerboseLine(verbose.Message);
                break;
            case DebugRecord debug:
                ui.WriteDebugLine(debug.Message);
                break;
            case InformationRecord { MessageData: HostInformationMessage message }:
                ui.WriteLine(message.Message);
                break;
        }
    }
}
