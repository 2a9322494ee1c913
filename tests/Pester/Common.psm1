# What the tests of the module share. They know it only as its users do: by the folder that a build puts together.
$repository = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
$modulePath = [IO.Path]::Combine($repository, 'output', 'Telemetry')
. ([IO.Path]::Combine($repository, 'tools', 'Shell.ps1'))

if (-not (Test-Path $modulePath)) {
    throw "There is no module to test in '$modulePath'. Run 'dotnet build' in the root of the repository."
}

Import-Module $modulePath -Global

function Get-RepositoryPath([string] $Path) {
    Join-Path $repository $Path
}

# Whether this PowerShell can import the module Telemetry.OpenTelemetry, which needs .NET 10.
function Test-OpenTelemetryModule {
    $PSVersionTable.PSVersion -ge [version] '7.6'
}

# Each test leaves the process-wide table of handlers as it found it: empty.
function Clear-TelemetryHandler {
    Get-TelemetryHandler | Unregister-TelemetryHandler
}

# And each test leaves no metrics.
function Clear-TelemetryMetric {
    Get-TelemetryMetric | Unregister-TelemetryMetric
}

# And no reporters.
function Clear-TelemetryReporter {
    Get-TelemetryReporter | Stop-TelemetryReporter -WarningAction SilentlyContinue
}

# And no logs.
function Clear-TelemetryLog {
    Get-TelemetryLog | Stop-TelemetryLog -WarningAction SilentlyContinue
}

# And no sources, and nothing published.
function Clear-TelemetrySource {
    Get-TelemetrySource | Disable-TelemetrySource
    Unpublish-TelemetryMetric
}

# And no polls.
function Clear-TelemetryPoll {
    Get-TelemetryPoll | Unregister-TelemetryPoll
}

# And no alerts.
function Clear-TelemetryAlert {
    Get-TelemetryAlert | Unregister-TelemetryAlert
}

# Registers a handler that keeps what it is called with, and gives the list that it keeps it in.
function Register-Recorder([string[]] $EventName, [string] $Id = 'recorder') {
    $calls = [Collections.Generic.List[object]]::new()
    Register-TelemetryHandler $Id $EventName -Config $calls -ScriptBlock {
        param($EventName, $Measurements, $Metadata, $Calls)

        $Calls.Add([pscustomobject]@{ EventName = $EventName; Measurements = $Measurements; Metadata = $Metadata })
    }

    , $calls
}

# The first error out of a block, and whether it ended the block.
function Get-ErrorOf([scriptblock] $Block) {
    $isTerminating = $false
    try {
        $record = @(& $Block 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] })[0]
    }
    catch {
        $record = $_
        $isTerminating = $true
    }

    [pscustomobject]@{
        Id            = "$($record.FullyQualifiedErrorId)".Split(',')[0]
        Category      = "$($record.CategoryInfo.Category)"
        Target        = $record.TargetObject
        Message       = "$record"
        IsTerminating = $isTerminating
    }
}

# What a block writes, by stream.
function Get-StreamsOf([scriptblock] $Block) {
    $records = @(& $Block *>&1)
    $ofType = { param($type) , @($records | Where-Object { $_ -is $type } | ForEach-Object { "$_" }) }
    [pscustomobject]@{
        Output      = @($records | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] -and
                $_ -isnot [Management.Automation.InformationalRecord] -and $_ -isnot [Management.Automation.InformationRecord] })
        Error       = & $ofType ([Management.Automation.ErrorRecord])
        Warning     = & $ofType ([Management.Automation.WarningRecord])
        Verbose     = & $ofType ([Management.Automation.VerboseRecord])
        Debug       = & $ofType ([Management.Automation.DebugRecord])
        Information = & $ofType ([Management.Automation.InformationRecord])
    }
}

# Runs a script in a session of its own, which is the only way to run one outside of any try: Pester has each test in one.
function Invoke-InFreshSession([string] $Script) {
    $session = [powershell]::Create()
    try {
        $null = $session.AddScript((Get-ImportCommand)).AddStatement().AddScript($Script)
        $output = @($session.Invoke())
        [pscustomobject]@{
            Output  = $output
            Error   = @($session.Streams.Error | ForEach-Object { "$_" })
            Warning = @($session.Streams.Warning | ForEach-Object { "$_" })
        }
    }
    finally {
        $session.Runspace.Dispose()
    }
}

# Runs a command in a new process, without colours, and with the numbers and dates of no country: the pages show these.
function Invoke-FreshPwsh([string] $Command) {
    $plain = "if (`$PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }; " +
        '[cultureinfo]::CurrentCulture = [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::InvariantCulture'
    $lines = Invoke-Shell -NoProfile -NonInteractive -Command "$plain; $Command" 2>&1
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Lines = @($lines | ForEach-Object { "$_" }) }
}

# The command that imports the module under test in a process of its own.
function Get-ImportCommand {
    "Import-Module '$($modulePath.Replace("'", "''"))'"
}

# The lines of the view of objects, without colors, on a screen of that width, which they fit.
function Get-ViewLine($Objects, [int] $Width) {
    $rendering = if ($PSStyle) { $PSStyle.OutputRendering }
    try {
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        $lines = ($Objects | Out-String -Width $Width).Trim() -split '\r?\n' | ForEach-Object TrimEnd
    }
    finally {
        if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    }

    ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
    $lines
}

Export-ModuleMember -Function *
