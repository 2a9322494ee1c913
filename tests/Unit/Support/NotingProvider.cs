using System.Management.Automation;
using System.Management.Automation.Provider;

namespace Telemetry.Tests.Support;

/// <summary>A provider for PowerShell that keeps the names of the drives that the engine removed.</summary>
[CmdletProvider("Noting", ProviderCapabilities.None)]
public sealed class NotingProvider : DriveCmdletProvider
{
    private static readonly List<string> s_removed = [];

    /// <summary>The drives that were removed.</summary>
    public static IReadOnlyList<string> Removed => s_removed;

    /// <inheritdoc/>
    protected override PSDriveInfo RemoveDrive(PSDriveInfo drive)
    {
        s_removed.Add(drive.Name);
        return drive;
    }
}
