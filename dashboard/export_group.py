"""`signatlas export`: every kind of file for others."""

from dashboard.frequency_commands import export_frequencies
from ingest.export_commands import export_app
from ingest.exports.elan_commands import elan
from ingest.exports.media_commands import clips

export_app.command("clips")(clips)
export_app.command("elan")(elan)
export_app.command("frequencies")(export_frequencies)
