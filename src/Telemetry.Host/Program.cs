using Telemetry.Host;

// The engine sends data about its use to its makers, unless this is set before it starts.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

if (args is [] or ["-h" or "--help" or "-?"])
{
    TextWriter writer = args.Length == 0 ? Console.Error : Console.Out;
    writer.WriteLine(
        """
        Telemetry.Host SCRIPT [ARGUMENTS]

        Runs a PowerShell script (.ps1) with the Telemetry module imported; no PowerShell need be installed.
        ARGUMENTS go to the script as if typed after its name: -Name value, -Switch, values by position.

        Exit code: that of 'exit N' in the script; 0 at its end; 1 after an uncaught error; 130 after Ctrl+C,
        143 when told to terminate; 2 where there is no such script.
        """);
    return args.Length == 0 ? ExitCodes.Usage : ExitCodes.Success;
}

return ScriptRun.Execute(args[0], args[1..]);
