@{
    Events = @(
        @{
            Name         = 'backup.file.copied'
            Description  = 'A file was copied.'
            Measurements = @{
                bytes = @{ Type = 'Integer'; Unit = 'byte'; Description = 'the size of the file'; MetricType = 'Sum' }
            }
            Metadata     = @{
                path   = @{ Type = 'Text'; Description = 'the path of the file in the folder' }
                status = @{ Values = 'new', 'changed'; Description = 'whether the target had the file before' }
            }
        }
        @{
            Name        = 'backup.file.skipped'
            Description = 'A file was not copied, as the target has it already.'
            Metadata    = @{ path = 'the path of the file in the folder' }
        }
    )
    Spans  = @(
        @{
            Name         = 'backup.job'
            Description  = 'A folder is copied.'
            Metadata     = @{ source = 'the folder that is copied'; target = 'the folder that receives the files' }
            Measurements = @{ files = @{ Type = 'Integer'; Description = 'the number of files that were copied' } }
        }
    )
}
