namespace Telemetry.Extensions;

/// <summary>Reads the settings of an area from the configuration. Registered as a singleton service, any number of them.</summary>
internal interface ISettingsReader
{
    /// <summary>Reads the settings, once for each section. A key that no reader asks for is an error.</summary>
    /// <param name="section">The section, with the keys of all areas. Errors are added to it.</param>
    void Read(SettingMap section);
}
