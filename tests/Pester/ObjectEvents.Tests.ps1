Describe 'Invoke-TelemetryEvent with the properties of objects' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'emits the rows of a CSV file' {
        $hosts = "name,site,ms,note`nweb1,north,12.5,x`nweb2,south,7,y" | ConvertFrom-Csv

        $seen = Trace-TelemetryEvent host.seen {
            $hosts | Invoke-TelemetryEvent host.seen -MeasurementProperty ms -MetadataProperty name, site
        }

        $seen.Measurements.ms | Should -Be 12.5, 7
        $seen.Metadata.name | Should -Be 'web1', 'web2'
        @($seen[0].Metadata.GetEnumerator()).Count | Should -Be 2
    }

    It 'takes the metadata alone, or the measurements alone' {
        $item = [pscustomobject]@{ EventName = 'not.this'; Measurements = 'nor this'; ms = 1 }

        $seen = Trace-TelemetryEvent {
            $item | Invoke-TelemetryEvent a -MetadataProperty ms
            $item | Invoke-TelemetryEvent b -MeasurementProperty ms
            Invoke-TelemetryEvent c -MeasurementProperty ms -InputObject $item
        }

        $seen.EventName | Should -Be 'a', 'b', 'c'
        $seen[0].Metadata.ms, $seen[1].Measurements.ms, $seen[2].Measurements.ms | Should -Be 1, 1, 1
        @($seen[0].Measurements.GetEnumerator()).Count, @($seen[1].Metadata.GetEnumerator()).Count | Should -Be 0, 0
    }

    It 'takes by wildcards the numbers as measurements, and as metadata all but the measurements' {
        $item = [pscustomobject]@{ ms = '5'; ratio = 0.5; name = 'web1'; site = 'north'; gone = $null }

        $seen = Trace-TelemetryEvent a {
            $item | Invoke-TelemetryEvent a -MeasurementProperty * -MetadataProperty *
            $item | Invoke-TelemetryEvent a -MeasurementProperty ms -MetadataProperty *
            $item | Invoke-TelemetryEvent a -MetadataProperty [ns]*
        }

        $seen[0].Measurements.ms, $seen[0].Measurements.ratio | Should -Be 5, 0.5
        @($seen[0].Measurements.GetEnumerator()).Count | Should -Be 2
        $seen[1].Metadata.ratio, @($seen[1].Metadata.GetEnumerator()).Count | Should -Be 0.5, 4
        $seen[1].Metadata.Contains('ms') | Should -BeFalse
        $seen[2].Metadata.GetEnumerator() | ForEach-Object Key | Sort-Object | Should -Be 'name', 'site'
    }

    It 'calculates properties as Select-Object does' {
        $seen = Trace-TelemetryEvent a {
            $factor = 2
            [pscustomobject]@{ ms = 4; where = @{ site = 'north' }; tags = 1, 2 } | Invoke-TelemetryEvent a -MeasurementProperty @{
                n = 'twice'; e = { $_.ms * $factor }
            }, @{ Label = 'took'; Expression = 'ms' } -MetadataProperty @{ name = 'site'; expression = { $_.where.site } }, tags, @{
                n = 'all'; e = { 1; 2 }
            }, missing
        }

        $seen.Measurements.twice, $seen.Measurements.took | Should -Be 8, 4
        $seen.Metadata.site | Should -Be 'north'
        $seen.Metadata.tags, $seen.Metadata.all | ForEach-Object { "$_" } | Should -Be '1 2', '1 2'
        $seen.Metadata.Contains('missing'), $seen.Metadata.missing | Should -Be $true, $null
    }

    It 'takes the entries of tables' {
        $seen = Trace-TelemetryEvent a {
            @{ ms = 4; name = 'x' }, [ordered]@{ ms = 5; name = 'y' } |
                Invoke-TelemetryEvent a -MeasurementProperty m* -MetadataProperty name
        }

        $seen.Measurements.ms | Should -Be 4, 5
        $seen.Metadata.name | Should -Be 'x', 'y'
    }

    It 'writes an error for an object that cannot be an event, and emits the others' {
        $failing = [pscustomobject]@{ ms = 5 } | Add-Member ScriptProperty bad { throw 'not now' } -PassThru
        $items = [pscustomobject]@{ ms = 1 }, [pscustomobject]@{ ms = 'fast' }, [pscustomobject]@{ ms = '' }, [pscustomobject]@{ x = 1 }

        $seen = Trace-TelemetryEvent a {
            $items | Invoke-TelemetryEvent a -MeasurementProperty ms -ErrorVariable problems -ErrorAction SilentlyContinue
            $failing, $items[0] | Invoke-TelemetryEvent a -MetadataProperty @{ n = 'x'; e = { if ($_.ms -eq 5) { throw 'not now' } } } `
                -ErrorVariable +problems -ErrorAction SilentlyContinue
            $script:ids = @($problems | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] })
            $script:texts = @($problems | ForEach-Object { "$_" })
        }

        $seen.Count | Should -Be 2
        $script:ids | Should -Be 'InvalidMeasurement', 'InvalidMeasurement', 'PropertyNotFound', 'PropertyFailed'
        $script:texts[2] | Should -BeLike "*no property 'ms'*Get-Member*"
        $script:texts[3] | Should -BeLike "*'x'*not now*"
    }

    It 'refuses <Arguments>' -ForEach @(
        @{ Arguments = "-MeasurementProperty ''"; Says = "*is ''. Give the name of a property*" }
        @{ Arguments = '-MetadataProperty 5'; Says = '*of type System.Int32*' }
        @{ Arguments = "-MetadataProperty 'a['"; Says = '*Give the name of a property*' }
        @{ Arguments = '-MetadataProperty @{ n = "x" }'; Says = '*calculated property*' }
        @{ Arguments = '-MetadataProperty @{ n = "x"; width = 5; e = { } }'; Says = "*the entry 'width'*" }
        @{ Arguments = '-MeasurementProperty ms, MS'; Says = "*'ms' twice*" }
    ) {
        $problem = Get-ErrorOf { [pscustomobject]@{ ms = 1 } | & ([scriptblock]::Create("`$input | Invoke-TelemetryEvent a $Arguments")) }

        $problem.Id | Should -Be 'InvalidProperty'
        $problem.Message | Should -BeLike $Says
    }

    It 'does not take an object without being told its properties' {
        (Get-ErrorOf { [pscustomobject]@{ ms = 1 } | Invoke-TelemetryEvent a }).Id | Should -Be 'InputObjectNotBound'
    }
}
