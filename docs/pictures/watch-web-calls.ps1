# 100 x 30, until: (?s)every 2s.*status=200 +\d+\.?\d* +\d{2,}.*status=404.*timers
# A script that calls a web service, and the live view of its calls and its memory.
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'output', 'Telemetry'))
$free = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
$free.Start()
$address = "http://127.0.0.1:$($free.LocalEndpoint.Port)"
$free.Stop()
$server = [Net.HttpListener]::new()
$server.Prefixes.Add("$address/")
$server.Start()
$null = Start-ThreadJob {
    while ($true) {
        $context = ($using:server).GetContext()
        Start-Sleep -Milliseconds (Get-Random -Minimum 2 -Maximum 60)
        $context.Response.StatusCode = if ($context.Request.RawUrl -like '*/9') { 404 } else { 200 }
        $context.Response.Close([Text.Encoding]::UTF8.GetBytes('{}'), $false)
    }
}

'PS> Import-TelemetryMetric -Preset Runtime, Http; Watch-TelemetryMetric'
Import-TelemetryMetric -Preset Runtime, Http
$null = Start-ThreadJob {
    for ($i = 0; $true; $i++) {
        $null = Invoke-RestMethod "$using:address/orders/$($i % 10)" -SkipHttpErrorCheck
    }
}
Watch-TelemetryMetric
