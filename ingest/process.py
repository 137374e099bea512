"""The steps of one clip in a worker: render it if it is synthetic, read it, write it."""

import cv2

from ingest.clip import ClipReader
from ingest.clip_problems import too_demanding
from ingest.digests import sha256_of
from ingest.jobs import Job, Outcome, Place
from ingest.parts import is_done, mark_undone, write_problems
from ingest.rows import write_clip, write_truth
from ingest.signer.languages import Performance
from ingest.sources import ClipSource, media_problem
from store.errors import MediaError
from store.whole_files import whole_file


class ClipProcess:
    """Turns jobs into rows. Lives as long as its worker."""

    def __init__(self, place: Place) -> None:
        self._place = place
        # A worker has one core: more threads would take turns on it, and the others'.
        cv2.setNumThreads(1)
        self._reader = ClipReader(place.settings)

    def run(self, job: Job) -> Outcome:
        """Read one clip and write its rows; what is wrong with it becomes a problem."""
        store, source = self._place.store, job.source
        try:
            if source.performance is None:
                sha256 = job.sha256
            else:
                sha256 = self._render(source, source.performance)
            clip = self._reader.read(source, store)
        except MediaError as error:
            return self._lost(source, error)
        except (MemoryError, cv2.error) as error:
            if isinstance(error, cv2.error) and error.code != cv2.Error.StsNoMem:
                raise
            return self._lost(source, too_demanding(source, self._place.limits))
        mark_undone(store, source)
        write_clip(
            store,
            source,
            clip,
            fingerprint=job.fingerprint,
            sha256=sha256,
            run_id=self._place.run_id,
        )
        return Outcome(frames=len(clip.seen), problems=tuple(clip.problems))

    def _lost(self, source: ClipSource, error: MediaError) -> Outcome:
        store = self._place.store
        problem = media_problem(error, source, lost=not is_done(store, source))
        write_problems(store, source, [problem], run_id=self._place.run_id)
        return Outcome(problems=(problem,))

    def _render(self, source: ClipSource, performance: Performance) -> str:
        """Render a synthetic clip, write its truth and return the digest of the file."""
        from ingest.signer.clip import record  # noqa: PLC0415 - compiles; only where used

        with whole_file(source.path, ".mp4") as temporary:
            recording = record(performance, temporary)
            mark_undone(self._place.store, source)
        write_truth(self._place.store, source, recording.sign_row, recording.frame_rows)
        return sha256_of(source.path)
