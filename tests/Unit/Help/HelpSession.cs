using System.Management.Automation.Runspaces;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>A session as a reader of the help has one at a prompt: the module of the build, a screen, a folder with the files
/// that examples read, and, as the bare engine has them not, the few cmdlets of PowerShell's own modules that they call.
/// Pester runs the same examples with the real ones.</summary>
internal sealed class HelpSession : IDisposable
{
    private const string Functions =
        """
        New-Module -Name Cmdlets {
        function Write-Host($Object) { $Host.UI.WriteLine("$Object") }
        function Write-Warning { [CmdletBinding()] param($Message) $PSCmdlet.WriteWarning($Message) }
        function Start-Sleep([int] $Milliseconds) { [Threading.Thread]::Sleep($Milliseconds) }
        function Get-Location { $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.Path }
        function Join-Path($Path, $ChildPath) { [IO.Path]::Combine($Path, $ChildPath) }
        function Get-Content($Path) { [IO.File]::ReadAllLines((Join-Path (Get-Location) $Path)) }
        function Add-Content($Path, [Parameter(ValueFromPipeline)] $Value) {
            process { [IO.File]::AppendAllText((Join-Path (Get-Location) $Path), "$Value`n") }
        }
        function Sort-Object($Property, [switch] $Descending) {
            $items = [Collections.Generic.List[object]]::new(@($input))
            $items.Sort({
                param($Left, $Right)
                $order = [Collections.Comparer]::Default
                if ($Property) { $order.Compare($Left.$Property, $Right.$Property) } else { $order.Compare($Left, $Right) }
            })
            if ($Descending) { $items.Reverse() }
            $items
        }
        } | Import-Module
        """;

    private readonly Screen _screen;
    private readonly TelemetrySession _session;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-help-");

    public HelpSession(int width = 120)
    {
        _screen = new Screen(width);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Select-Object", typeof(SelectObjectCommand), null));
        _session = TelemetrySession.Open(_screen, state);
        _session.Run(Functions);
        foreach (string file in Directory.GetFiles(Repository.PathOf("tests", "Unit", "Help", "Files")))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }

        _session.Runspace.SessionStateProxy.Path.SetLocation(_folder.FullName);
        _session.Run("param($module) Import-Module $module", Repository.PathOf("output", "Telemetry"));
    }

    /// <summary>Runs a script as one that is pasted at the prompt.</summary>
    /// <returns>What is on the screen then.</returns>
    public string Show(string script)
    {
        using var pipeline = System.Management.Automation.PowerShell.Create(_session.Runspace);
        pipeline.AddScript(script);
        pipeline.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand("Out-Default");
        pipeline.Invoke();
        return _screen.Text;
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
