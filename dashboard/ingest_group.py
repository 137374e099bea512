"""`signatlas ingest`: every importer."""

from ingest.commands import ingest_app
from ingest.corpus_commands import asl_citizen, slovo
from ingest.description_commands import descriptions
from ingest.elan_commands import elan
from ingest.keypoint_commands import keypoints
from ingest.lexicon_commands import asl_lex
from ingest.rendered_commands import rendered_hands, synthetic_poses

ingest_app.command("rendered-hands")(rendered_hands)
ingest_app.command("synthetic-poses")(synthetic_poses)
ingest_app.command("elan")(elan)
ingest_app.command()(keypoints)
ingest_app.command()(descriptions)
ingest_app.command()(slovo)
ingest_app.command("asl-citizen")(asl_citizen)
ingest_app.command("asl-lex")(asl_lex)
