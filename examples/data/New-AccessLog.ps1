<#
.SYNOPSIS
    Makes access.log, the web-server log that the examples read: the same bytes on every machine.
.DESCRIPTION
    One day of a small web shop, in the common log format:

        host ident user [time] "request" status bytes

    with the request time in milliseconds as one more field at the end, which the format itself has no place for
    (Apache: %D, in microseconds; nginx: $request_time, in seconds). Bytes are '-' where nothing was sent. A database is
    down for some minutes in the afternoon, and a few lines are no requests at all, as in any real log.

    Randomness comes from a seeded System.Random, and only from integers: nothing depends on the machine.
.EXAMPLE
    ./examples/data/New-AccessLog.ps1
#>
[CmdletBinding()]
param(
    # The file to write. Relative to the current location.
    [string] $Path = [IO.Path]::Combine($PSScriptRoot, 'access.log'),

    # How many lines to write, malformed ones among them.
    [ValidateRange(1, [int]::MaxValue)]
    [int] $Count = 12000,

    [int] $Seed = 42
)

$random = [Random]::new($Seed)

# Weight: how often. Id: the highest one, put in place of {id}. Bytes and Ms: the least, to which chance adds.
$routes = @(
    @{ Weight = 22; Method = 'GET'; Path = '/'; Status = 200; Bytes = 5120; Ms = 8 }
    @{ Weight = 16; Method = 'GET'; Path = '/assets/app.css'; Status = 200; Bytes = 18230; Ms = 1 }
    @{ Weight = 14; Method = 'GET'; Path = '/products/{id}'; Id = 450; Status = 200; Bytes = 2900; Ms = 18 }
    @{ Weight = 12; Method = 'GET'; Path = '/users/{id}'; Id = 900; Status = 200; Bytes = 840; Ms = 12 }
    @{ Weight = 9; Method = 'GET'; Path = '/search?q=tea&page={id}'; Id = 9; Status = 200; Bytes = 6400; Ms = 95 }
    @{ Weight = 8; Method = 'GET'; Path = '/users/{id}/orders'; Id = 900; Status = 200; Bytes = 3100; Ms = 40; Database = $true }
    @{ Weight = 6; Method = 'POST'; Path = '/orders'; Status = 201; Bytes = 310; Ms = 60; Database = $true }
    @{ Weight = 5; Method = 'GET'; Path = '/orders/{id}'; Id = 70000; Status = 200; Bytes = 1250; Ms = 25; Database = $true }
    @{ Weight = 3; Method = 'POST'; Path = '/users'; Status = 201; Bytes = 420; Ms = 70 }
    @{ Weight = 2; Method = 'PUT'; Path = '/users/{id}'; Id = 900; Status = 200; Bytes = 860; Ms = 35 }
    @{ Weight = 1; Method = 'GET'; Path = '/reports/{id}'; Id = 53; Status = 200; Bytes = 88000; Ms = 900; Database = $true }
    @{ Weight = 2; Method = 'GET'; Path = '/wp-login.php'; Status = 404; Bytes = 162; Ms = 2 }
)

# A route stands here as many times as it weighs, so that drawing one is drawing an index.
$drawn = $routes | ForEach-Object { $route = $_; foreach ($time in 1..$route.Weight) { $route } }

# Addresses that are reserved for documentation.
$networks = '192.0.2.', '198.51.100.', '203.0.113.', '2001:db8::'
$names = '-', '-', '-', '-', '-', '-', 'ada', 'grace', 'linus'
$malformed = @(
    '{0} - - [{1}] "\x16\x03\x01\x02\x00\x01\x00" 400 157 0'    # TLS spoken to a plain port
    '{0} - - [{1}] "-" 408 - 10000'                             # connected, and said nothing
    '{0} - - [{1}] "GET /produ'                                 # cut off by a full disk
)

function Get-Size($route, $status) {
    switch ($status) {
        304 { '-' }
        { $_ -ge 500 } { 512 }
        { $_ -eq 404 } { 162 }
        default { $route.Bytes + $random.Next($route.Bytes) }
    }
}

function Get-Status($route, [DateTime] $time) {
    $chance = $random.Next(1000)
    $isDown = $route.Database -and $time.Hour -eq 14 -and $time.Minute -ge 20 -and $time.Minute -lt 45
    if ($isDown -and $chance -lt 700) { 503 }
    elseif ($chance -lt 3) { 500 }
    elseif ($chance -lt 25 -and $route.Id) { 404 }
    elseif ($chance -lt 325 -and $route.Path -like '/assets/*') { 304 }
    else { $route.Status }
}

function Get-Line([int] $number, [DateTime] $time) {
    $client = $networks[$random.Next($networks.Length)] + $random.Next(1, 255)
    $stamp = $time.ToString('dd/MMM/yyyy:HH:mm:ss', [cultureinfo]::InvariantCulture) + ' +0000'
    if ($number % 1700 -eq 850) {
        return $malformed[($number - 850) / 1700 % $malformed.Length] -f $client, $stamp
    }

    $route = $drawn[$random.Next($drawn.Length)]
    $status = Get-Status $route $time
    $path = $route.Path.Replace('{id}', [string] $random.Next(1, 1 + $route.Id))
    $bytes = Get-Size $route $status

    # Most requests are near the least time, some are far from it, and one that waits for a dead database gives up at 5 s.
    $spread = $random.Next(1, 100)
    $ms = if ($status -eq 503) { 5000 + $spread } else { $route.Ms + [Math]::Floor($route.Ms * $spread * $spread / 5000) }

    '{0} - {1} [{2}] "{3} {4} HTTP/1.1" {5} {6} {7}' -f
        $client, $names[$random.Next($names.Length)], $stamp, $route.Method, $path, $status, $bytes, $ms
}

# A day, whatever the count.
$meanStep = [Math]::Floor(86400000 / $Count)
$time = [DateTime]::new(2026, 3, 2, 0, 0, 0, [DateTimeKind]::Utc)
$lines = foreach ($number in 1..$Count) {
    $time = $time.AddMilliseconds($random.Next(2 * $meanStep))
    Get-Line $number $time
}

$file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
[IO.File]::WriteAllText($file, ($lines -join "`n") + "`n")
